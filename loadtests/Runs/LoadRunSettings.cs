using Covenant.LoadTests.Schedules;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Runs;

/// <summary>All that a run is asked for.</summary>
public sealed record LoadRunSettings
{
    public required SystemSettings System { get; init; }

    public required WorkloadSettings Workload { get; init; }

    public required Profile Profile { get; init; }

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The file for an HdrHistogram log; null where none is wanted.</summary>
    public string? Histogram { get; init; }

    /// <summary>Whether there are any.</summary>
    public bool HasFaults { get; init; }

    /// <summary>Those alone; none = all that can happen.</summary>
    public IReadOnlyCollection<string> Faults { get; init; } = [];

    /// <summary>Null = at random times.</summary>
    public TimeSpan? FaultEvery { get; init; }

    /// <summary>Silos are held back while a backlog grows.</summary>
    internal bool SilosWait => Profile.Kind == ProfileKind.Backlog && System.IsSelfContained;

    /// <summary>What is wrong with these, as one line; null where nothing is.</summary>
    public string? Mistake =>
        Profile.Mistake ?? Workload.Mistake ?? System.Mistake
        ?? (WarmUp < TimeSpan.Zero || WarmUp >= Profile.Length ? "`--warm-up` is out of its bounds: give 0s to less than `--for`"
        : HasFaults && !System.IsSelfContained ? "faults are done to parts of the run's own alone: give `--self-contained` too"
        : FaultEvery <= TimeSpan.Zero ? "`--fault-every` is out of its bounds: give more than 0"
        : null);
}
