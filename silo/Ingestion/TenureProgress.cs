using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Health;

namespace Covenant.Silo.Ingestion;

/// <summary>How far one tenure has judged. For its loop; any thread may ask whether it has caught up.</summary>
internal sealed class TenureProgress(TopicPartition partition, Progress from, Progress published, Readiness readiness)
{
    private volatile bool _isCaughtUp = from >= published;

    public Progress Now { get; private set; } = from;

    /// <summary>Whether it has come to where the tenure before had published, so that what it judges is news.</summary>
    public bool IsCaughtUp => _isCaughtUp;

    public void ComeTo(Progress to)
    {
        Now = to;
        _isCaughtUp = to >= published;
    }

    /// <summary>What the tenure before had published is behind, by its wakes too.</summary>
    public void CatchUp() => ComeTo(Progress.Max(Now, published));

    /// <summary>How far it has come once it is at this offset. A part that was found is of the step before, and of no later one.</summary>
    public Progress At(long offset) => offset > Now.Offset ? Now.Whole() with { Offset = offset } : Now;

    /// <summary>It has judged something, or found that nothing waits: where it has caught up the partition is recovered.</summary>
    public void IsAtWork()
    {
        if (_isCaughtUp)
        {
            readiness.Recovered(partition);
        }
    }
}
