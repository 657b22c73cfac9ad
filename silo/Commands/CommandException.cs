namespace Covenant.Silo.Commands;

/// <summary>Ends a command with one line on standard error.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int Code { get; } = exitCode;

    public static CommandException Usage(string message) => new(ExitCode.Usage, message);

    public static CommandException Failed(string message) => new(ExitCode.Failed, message);
}
