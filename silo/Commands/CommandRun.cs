using System.CommandLine;
using Covenant.Silo.Commands.Output;
using Covenant.Silo.Terminal;

namespace Covenant.Silo.Commands;

/// <summary>Runs what a command does, and turns what stops it into an exit code and one line on standard error.</summary>
internal static class CommandRun
{
    /// <param name="work">Writes its answer to the sink; returns the exit code.</param>
    public static void Does(this Command command, Func<ParseResult, BufferedSink, CancellationToken, Task<int>> work) =>
        command.SetAction(async (parsed, token) =>
        {
            using var sink = new BufferedSink(StandardOutput.Open());
            try
            {
                return await work(parsed, sink, token);
            }
            catch (CommandException refused)
            {
                sink.Flush();
                refused.Lines.ToList().ForEach(StandardError.WriteLine);
                return refused.Code;
            }
        });

    public static void Does(this Command command, Func<ParseResult, BufferedSink, int> work) =>
        command.Does((parsed, sink, _) => Task.FromResult(work(parsed, sink)));
}
