namespace Covenant.LoadTests.Chaos;

/// <summary>One run on the parts.</summary>
public sealed record StageSettings
{
    /// <summary>The built <c>covenant.dll</c>.</summary>
    public required string Executable { get; init; }

    public required int Seed { get; init; }

    public int Silos { get; init; } = 2;

    public int Partitions { get; init; } = 4;

    /// <summary>Records each second.</summary>
    public int Rate { get; init; } = 400;

    /// <summary>In the log's time, how often an agreement changes.</summary>
    public TimeSpan ChangeEvery { get; init; } = TimeSpan.FromHours(12);

    /// <summary>For the silos, by their full names, beside those that the stage sets.</summary>
    public IReadOnlyDictionary<string, string> Silo { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a thing may take that must happen: a silo's start, a recovery, the end of the log.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
