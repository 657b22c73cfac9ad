using System.Collections.Immutable;
using Covenant.Contracts.Showing;

namespace Covenant.Silo.Health;

/// <summary>What happened and must not go unseen, though the silo goes on: an event that made the judge fail. Kept until the operator acknowledges it.</summary>
internal sealed class Degradations
{
    private const int Max = 100;

    private ImmutableList<string> _reasons = [];
    private long _count;

    /// <summary>The first ones, a line each.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>How many there were since the last acknowledgement.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(string reason)
    {
        Interlocked.Increment(ref _count);
        ImmutableInterlocked.Update(ref _reasons, (reasons, one) => reasons.Count < Max && !reasons.Contains(one) ? reasons.Add(one) : reasons, Shown.Line(reason));
    }

    /// <summary>Judging an event failed, which is a dead letter now.</summary>
    /// <param name="offset">In the log.</param>
    public void JudgeFailed(int partition, long offset, string reason) => Add($"the judge failed on the event at offset {offset} of partition {partition}: {reason}");

    /// <summary>Judging a draft failed, which the draft alone lacks.</summary>
    /// <param name="reason">Null where it did not.</param>
    public void DraftFailed(string? reason)
    {
        if (reason is not null)
        {
            Add($"judging a draft failed, so that it lacks verdicts; what is in force does not: {reason}");
        }
    }

    /// <returns>How many were acknowledged.</returns>
    public long Acknowledge()
    {
        ImmutableInterlocked.Update(ref _reasons, _ => []);
        return Interlocked.Exchange(ref _count, 0);
    }
}
