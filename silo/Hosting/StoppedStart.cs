namespace Covenant.Silo.Hosting;

/// <summary>What a start ends with that was told to stop: a cancellation, which is no failure.</summary>
internal static class StoppedStart
{
    // Orleans' storage in Redis hands on what it met as text alone.
    private static readonly string[] Beginnings = [$"{typeof(TaskCanceledException).FullName}:", $"{typeof(OperationCanceledException).FullName}:"];

    public static bool Is(Exception? failure) => failure?.GetBaseException() is { } cause
        && (cause is OperationCanceledException || Beginnings.Any(beginning => cause.Message.StartsWith(beginning, StringComparison.Ordinal)));
}
