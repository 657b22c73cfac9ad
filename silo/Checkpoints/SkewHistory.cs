using System.Collections.Immutable;

namespace Covenant.Silo.Checkpoints;

/// <summary>How far an event's own time counts beyond its record's, and from which record on: a partition is judged again as it was judged first, whatever the setting is now.</summary>
[GenerateSerializer, Immutable, Alias("covenant.skew-history")]
internal sealed record SkewHistory([property: Id(0)] ImmutableArray<SkewHistory.Change> Changes)
{
    /// <summary>So many changes are known; each needs a restart with another setting before the next checkpoint.</summary>
    public const int Max = 64;

    public static SkewHistory None { get; } = new([]);

    /// <param name="offset">Of a record.</param>
    public TimeSpan At(long offset)
    {
        for (var i = Changes.Length - 1; i > 0; i--)
        {
            if (Changes[i].From <= offset)
            {
                return Changes[i].Skew;
            }
        }

        return Changes[0].Skew;
    }

    /// <summary>A tenure begins, by its silo's setting from what is published on; what is judged again before that is judged as it was.</summary>
    /// <param name="checkpoint">The first record that is judged again.</param>
    public SkewHistory Next(long checkpoint, long published, TimeSpan skew)
    {
        var needed = Changes.Where((change, i) => change.From < published && (i + 1 == Changes.Length || Changes[i + 1].From > checkpoint)).ToList();
        if (needed.Count == 0 || needed[^1].Skew != skew)
        {
            needed.Add(new Change(needed.Count == 0 ? 0 : published, skew));
        }

        return new SkewHistory([.. needed.TakeLast(Max)]);
    }

    /// <param name="From">The offset of the first record that it holds for; the first change of a history holds for all before it, too.</param>
    [GenerateSerializer, Immutable, Alias("covenant.skew-change")]
    internal readonly record struct Change([property: Id(0)] long From, [property: Id(1)] TimeSpan Skew);
}
