using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Covenant.Contracts.Vocabulary;
using Covenant.Silo.Commands.Agreements;
using Covenant.Silo.Commands.Held;
using Covenant.Silo.Commands.Replay;
using Covenant.Silo.Commands.Topics;
using Covenant.Silo.Commands.Undelivered;
using Covenant.Silo.Hosting;
using Covenant.Silo.Terminal;

namespace Covenant.Silo.Commands;

/// <summary>The executable's command line: the silo is the root, everything else a subcommand.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        // Numbers and times are written for programs, whatever the machine's language.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (!NormalForm.IsAvailable)
        {
            StandardError.WriteLine(NormalForm.Missing);
            return ExitCode.Failed;
        }

        var root = RunCommand.Create();
        root.Subcommands.Add(ReplayCommand.Create());
        root.Subcommands.Add(AgreementsCommand.Create());
        root.Subcommands.Add(TopicsCommand.Create());
        root.Subcommands.Add(UndeliveredCommand.Create());
        root.Subcommands.Add(HeldCommand.Create());

        if (args.Length > 0 && root.Subcommands.Any(command => command.Name == args[0]))
        {
            // Settings are the silo's; a subcommand would take a stray word for one.
            root.Arguments.Clear();
        }
        else if (args.Length > 0 && IsWord(args[0]))
        {
            var meant = root.Subcommands.FirstOrDefault(command => command.Subcommands.Any(inner => inner.Name == args[0]));
            StandardError.WriteLine($"there is no command `{args[0]}`; {(meant is null ? "`covenant --help` tells what there is" : $"write `covenant {meant.Name} {args[0]}`")}");
            return ExitCode.Usage;
        }

        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(parsed);
        }

        // In a list of commands the first paragraph of each is enough; its own help has the examples.
        foreach (var listed in parsed.CommandResult.Command.Subcommands)
        {
            listed.Description = listed.Description?.Split("\n\n")[0];
        }

        // The host stops itself within its own time, and says how it ended; System.CommandLine's own limit would turn a clean stop into exit code 130.
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (Exception failed)
        {
            StandardError.WriteLine(OwnFault.In("`covenant`", failed));
            return ExitCode.Failed;
        }
    }

    // Neither an option, a setting (`KEY=VALUE`, `/KEY=VALUE`), nor a directive of the parser (`[suggest]`).
    private static bool IsWord(string arg) => arg.Length > 0 && arg[0] is not ('-' or '/' or '[') && !arg.Contains('=', StringComparison.Ordinal);

    private static int Refuse(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Command is RootCommand ? "covenant" : command.Command.Name);
        }

        var message = parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..]
            ? $"there is no {(IsWord(word) ? "command" : "option")} `{string.Join(' ', names.Skip(1).Append(word))}`"
            : parsed.Errors[0].Message.TrimEnd('.').Replace('\'', '`');
        StandardError.WriteLine($"{char.ToLowerInvariant(message[0])}{message[1..]}; `{string.Join(' ', names)} --help` tells what there is");
        return ExitCode.Usage;
    }
}
