using System.Diagnostics.Metrics;

namespace Covenant.Silo.Telemetry;

/// <summary>What the checkpoints take, and how much they store.</summary>
internal sealed class CheckpointMetrics
{
    private readonly Histogram<double> _durations;
    private readonly Histogram<long> _cohorts;

    public CheckpointMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(CovenantMetrics.MeterName);
        _durations = meter.CreateHistogram("covenant.checkpoint.duration", "s", "From a checkpoint's beginning until the partition's row says so; spread over `Covenant:Checkpoint:Every` where nothing presses.", null, Buckets.Long);
        _cohorts = meter.CreateHistogram("covenant.checkpoint.cohorts", "{cohort}", "Cohorts stored by a checkpoint.", null, Buckets.Sizes);
    }

    public void Done(TimeSpan took, int cohorts)
    {
        _durations.Record(took.TotalSeconds);
        _cohorts.Record(cohorts);
    }
}
