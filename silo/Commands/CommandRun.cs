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
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return ExitCode.Failed;
            }
            catch (Exception failed)
            {
                // The border of every command: whatever it was given, it ends with a line and a code, and not with a stack trace.
                StandardError.WriteLine(failed is IOException or UnauthorizedAccessException
                    ? $"`covenant {command.Name}` could not go on: {failed.Message.ReplaceLineEndings(" ").TrimEnd('.')}"
                    : OwnFault.In($"`covenant {command.Name}`", failed));
                return ExitCode.Failed;
            }
        });

    public static void Does(this Command command, Func<ParseResult, BufferedSink, int> work) =>
        command.Does((parsed, sink, _) => Task.FromResult(work(parsed, sink)));
}
