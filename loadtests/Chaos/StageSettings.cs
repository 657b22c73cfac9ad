namespace Covenant.LoadTests.Chaos;

/// <summary>One run on the parts.</summary>
public sealed record StageSettings
{
    /// <summary>The built <c>covenant.dll</c>.</summary>
    public required string Executable { get; init; }

    public required int Seed { get; init; }

    public int Silos { get; init; } = 2;

    public int Partitions { get; init; } = 4;

    /// <summary>Of the events' topic: <c>LogAppendTime</c>, or <c>CreateTime</c>, where producers' clocks are believed and so can be wrong.</summary>
    public string Timestamps { get; init; } = "LogAppendTime";

    /// <summary>Records each second.</summary>
    public int Rate { get; init; } = 400;

    /// <summary>In the log's time, how often an agreement changes.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromHours(12);

    /// <summary>
    /// After how long without events the silos' wall clock decides what is still open once the load has ended; null where the log itself passes every deadline
    /// then, and the wall clock decides nothing. Longer than the load may pause: what it would decide meanwhile is not in the log.
    /// </summary>
    public TimeSpan? IdleAfter { get; init; }

    internal bool IsClosedByLog => IdleAfter is null;

    /// <summary>For the silos, by their full names, beside those that the stage sets.</summary>
    public IReadOnlyDictionary<string, string> Silo { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder in which each silo's log is kept; null = nowhere.</summary>
    public string? Logs { get; init; }

    /// <summary>How long a thing may take that must happen: a silo's start, a recovery, the end of the log.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
