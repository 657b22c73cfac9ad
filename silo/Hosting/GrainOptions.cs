using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace Covenant.Silo.Hosting;

/// <summary>How long grains stay in memory.</summary>
internal sealed class GrainOptions : IValidatableObject
{
    public const string Section = "Covenant:Grains";

    // Below the limit, so that one round is worth its while.
    private const double BelowLimit = 5;

    private static readonly TimeSpan LookedForMin = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LookedForMax = TimeSpan.FromMinutes(1);

    /// <summary>A customer without events for so long leaves memory; it comes back from storage with the next one. Default 10 min.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Of the memory that the process may have, in percent; above it the customers that were idle longest leave before their time. Default 80.</summary>
    [Range(10, 100)]
    public int MemoryPercentMax { get; set; } = 80;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IdleAfter < TimeSpan.FromSeconds(1) || IdleAfter > TimeSpan.FromDays(1))
        {
            yield return new($"`{Section}:{nameof(IdleAfter)}` is `{IdleAfter}`; it must be between `00:00:01` and `1.00:00:00`");
        }
    }

    public void ApplyTo(GrainCollectionOptions collection)
    {
        collection.CollectionAge = IdleAfter;
        collection.CollectionQuantum = TimeSpan.FromTicks(Math.Clamp((IdleAfter / 4).Ticks, LookedForMin.Ticks, LookedForMax.Ticks));
        collection.EnableActivationSheddingOnMemoryPressure = true;
        collection.MemoryUsageLimitPercentage = MemoryPercentMax;
        collection.MemoryUsageTargetPercentage = MemoryPercentMax - BelowLimit;
    }
}
