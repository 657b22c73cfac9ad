using Spectre.Console;

namespace Covenant.Silo.Commands.Replay;

/// <summary>A bar on the terminal for a long file; nothing where nobody would see it.</summary>
internal static class ReplayProgress
{
    private const long LongFileBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    /// <summary>Only where the violations do not go to the same terminal.</summary>
    public static bool IsWanted(long? fileBytes) =>
        fileBytes > LongFileBytes && !Console.IsErrorRedirected && Console.IsOutputRedirected;

    public static void Show(long fileBytes, Func<long> bytesRead, Action work)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        terminal.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new TransferSpeedColumn())
            .Start(context =>
            {
                var bar = context.AddTask("judging", maxValue: fileBytes);
                using var timer = new Timer(_ => bar.Value = bytesRead(), null, Refresh, Refresh);
                work();
                bar.Value = fileBytes;
            });
    }
}
