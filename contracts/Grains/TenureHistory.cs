using System.Collections.Immutable;

namespace Covenant.Contracts.Grains;

/// <summary>The tenures of a partition, one for each time that a silo takes it up: numbered from one, and what was published when the last of them began.</summary>
/// <param name="Last">The present one's number.</param>
/// <param name="Found">What the last ones found published, the present one's last; at most <see cref="Max"/>.</param>
[GenerateSerializer, Immutable, Alias("covenant.tenure-history")]
public sealed record TenureHistory([property: Id(0)] long Last, [property: Id(1)] ImmutableArray<Progress> Found)
{
    /// <summary>Of so many it is known.</summary>
    public const int Max = 64;

    /// <summary>Before the first.</summary>
    public static TenureHistory None { get; } = new(0, []);

    /// <summary>The next tenure begins.</summary>
    /// <param name="found">What is published, once nobody else publishes any more.</param>
    public TenureHistory Next(Progress found) => new(Last + 1, [.. Found.Skip(Found.Length - Max + 1), found]);

    /// <summary>
    /// Before the first of a partition that is begun anew where others were counted: none of those is above it, for no tenure is as short as
    /// a millisecond.
    /// </summary>
    public static TenureHistory BegunAt(DateTimeOffset now) => new(now.ToUnixTimeMilliseconds(), []);

    /// <summary>
    /// What had been published by the end of an earlier tenure: what it was to tell by then it told, and nothing else. Of one that is too long
    /// ago, the least that is known; of one that is no earlier one, nothing.
    /// </summary>
    public Progress EndOf(long tenure) =>
        tenure < Last && Found.Length > 0 ? Found[(int)Math.Max(0, Found.Length - (Last - tenure))] : default;
}
