using Covenant.Contracts.Grains;

namespace Covenant.Silo.Publishing;

/// <summary>What a partition has to tell next, and how far it has come with it.</summary>
/// <param name="Records">None where nothing was raised: then it may wait for the next transaction.</param>
/// <param name="IsUrgent">Whether it goes at once though it has nothing to say.</param>
/// <param name="IsWhole">Whether all of it must be in one transaction.</param>
/// <param name="Beside">How far the partition's other output is at most, where what follows needs that to be on record; null where it does
/// not.</param>
internal sealed record Telling(PartitionOutput Output, Progress To, List<StepRecord> Records, bool IsUrgent = false, bool IsWhole = false, (PartitionOutput Output, Progress To)? Beside = null)
{
    public long Bytes { get; } = Records.Sum(one => (long)one.Record.Bytes);

    public bool HasToSay => Records.Count > 0 || IsUrgent;

    /// <summary>
    /// The same in several, each within the bounds where its records let it be: one record is never divided, nor are several of the same
    /// key.
    /// </summary>
    /// <param name="from">How far the partition has come before it.</param>
    /// <param name="mayPart">Whether a step may be told in parts.</param>
    public IEnumerable<Telling> Cut(Progress from, int recordsMax, long bytesMax, bool mayPart = true)
    {
        if (IsWhole || (Records.Count <= recordsMax && Bytes <= bytesMax))
        {
            return [this];
        }

        // What one record decided is told in the order of its keys: whoever tells the rest of it, after a crash, finds the rest by them.
        var isWake = To.Part != 0 ? To.IsWithinWake() : To.Offset == from.Offset;
        var sorted = Records.OrderBy(one => isWake ? 0 : one.Step).ThenBy(one => one.Key).ToList();
        return Pieces(sorted, isWake, recordsMax, bytesMax, mayPart);
    }

    private IEnumerable<Telling> Pieces(List<StepRecord> sorted, bool isWake, int recordsMax, long bytesMax, bool mayPart)
    {
        for (int at = 0, end; at < sorted.Count; at = end)
        {
            end = EndOf(sorted, at, isWake, recordsMax, bytesMax, mayPart);
            var isLast = end == sorted.Count;
            yield return this with { To = isLast ? To : Between(sorted[end - 1], sorted[end], isWake), Records = sorted.GetRange(at, end - at), IsUrgent = IsUrgent && isLast, Beside = at == 0 ? Beside : null };
        }
    }

    private static int EndOf(List<StepRecord> sorted, int at, bool isWake, int recordsMax, long bytesMax, bool mayPart)
    {
        var end = at;
        for (var bytes = 0L; end < sorted.Count && (end == at || (end - at < recordsMax && bytes + sorted[end].Record.Bytes <= bytesMax)); end++)
        {
            bytes += sorted[end].Record.Bytes;
        }

        // Whole steps where there is one; within a step, whole keys.
        var whole = end;
        while (whole > at && whole < sorted.Count && IsTogether(sorted[whole - 1], sorted[whole], isWake, sameKey: false))
        {
            whole--;
        }

        while (whole == at && end < sorted.Count && IsTogether(sorted[end - 1], sorted[end], isWake, sameKey: mayPart))
        {
            end++;
        }

        return whole == at ? end : whole;
    }

    private static bool IsTogether(StepRecord one, StepRecord next, bool isWake, bool sameKey) => (isWake || one.Step == next.Step) && (!sameKey || one.Key == next.Key);

    private Progress Between(StepRecord last, StepRecord next, bool isWake) =>
        isWake || To.Part != 0 ? Progress.Within(To.EndOfStep(), isWake, last.Key)
        : last.Step != next.Step ? new Progress(last.Step, To.Wakes)
        : Progress.Within(new Progress(last.Step, To.Wakes), isWake, last.Key);
}

/// <summary>A record, and the step of its partition that decided it.</summary>
/// <param name="Step">The offset behind the record of the log with which it is told.</param>
/// <param name="Key">As <see cref="Progress.PartKey"/> has it.</param>
internal readonly record struct StepRecord(OutgoingRecord Record, long Step, long Key);
