namespace Covenant.Silo.Commands;

/// <summary>Ends a command with a line on standard error, or several where there is more than one thing to say.</summary>
internal sealed class CommandException(int exitCode, params string[] lines) : Exception(string.Join("; ", lines))
{
    public int Code { get; } = exitCode;

    public IReadOnlyList<string> Lines { get; } = lines;

    public static CommandException Usage(params string[] lines) => new(ExitCode.Usage, lines);

    public static CommandException Failed(params string[] lines) => new(ExitCode.Failed, lines);
}
