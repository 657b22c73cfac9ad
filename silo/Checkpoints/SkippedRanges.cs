using System.Collections.Immutable;

namespace Covenant.Silo.Checkpoints;

/// <summary>
/// Which records of a partition were not judged, or are judged as if they had never been, and why: the gaps that are on record, in numbers
/// of the log.
/// </summary>
[GenerateSerializer, Immutable, Alias("covenant.skipped-ranges")]
internal sealed record SkippedRanges([property: Id(0)] ImmutableArray<SkippedRanges.Range> All)
{
    /// <summary>The last so many are known.</summary>
    public const int Max = 64;

    public static SkippedRanges None { get; } = new([]);

    public SkippedRanges With(Range range) => new([.. All.Add(range).TakeLast(Max)]);

    /// <summary>The parts of a range that are not on record yet.</summary>
    public IEnumerable<Range> Unrecorded(Range range)
    {
        var from = range.From;
        foreach (var known in All.Where(one => one.To >= range.From && one.From <= range.To).OrderBy(one => one.From))
        {
            if (known.From > from)
            {
                yield return range with { From = from, To = known.From - 1 };
            }

            from = Math.Max(from, known.To + 1);
        }

        if (from <= range.To)
        {
            yield return range with { From = from };
        }
    }

    /// <param name="To">The last one.</param>
    /// <param name="Reason">One of <see cref="SkipReason"/>.</param>
    [GenerateSerializer, Immutable, Alias("covenant.skipped-range")]
    internal readonly record struct Range([property: Id(0)] long From, [property: Id(1)] long To, [property: Id(2)] string Reason);
}

/// <summary>Why records were skipped; for metrics.</summary>
internal static class SkipReason
{
    /// <summary>Deleted before they were read.</summary>
    public const string Deleted = "deleted";

    /// <summary>
    /// Read and told, and what they did is not remembered: they were deleted before that was stored, or what was stored is gone.
    /// </summary>
    public const string Forgotten = "forgotten";

    /// <summary>Of a topic that was deleted and made again.</summary>
    public const string Recreated = "recreated";

    /// <summary>They were held, and the topic that held them is gone. Others that lie between them are judged.</summary>
    public const string Held = "held";

    /// <summary>The log lost its end after they were read; what was written over them since may be among them.</summary>
    public const string Truncated = "truncated";
}
