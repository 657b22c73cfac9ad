using Covenant.Silo.Held;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether partitions of this silo are held, or cohorts or institutions of them.</summary>
internal sealed class HeldCheck(HeldPartitions held, HeldMemory memory, EventsTopic topic) : IHealthCheck
{
    private const int ShownMax = 10;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(topic.IsMissing
            ? HealthCheckResult.Degraded($"`{TopicNames.Events}` is not there, so nothing is read; `covenant topics` makes it")
            : Reasons().ToList() is { Count: > 0 } reasons
            ? HealthCheckResult.Degraded(string.Join("; ", reasons))
            : HealthCheckResult.Healthy("nothing is held"));

    private IEnumerable<string> Reasons()
    {
        if (topic.Unreadable is { } unreadable)
        {
            yield return unreadable;
        }

        foreach (var same in held.All.GroupBy(one => one.Value))
        {
            yield return $"partitions {string.Join(", ", same.Select(one => one.Key.Partition.Value))} are held: {same.Key}";
        }

        var states = memory.All;
        foreach (var state in states.Take(ShownMax))
        {
            yield return HeldMemory.Words(state);
        }

        if (states.Count > ShownMax)
        {
            yield return $"and {states.Count - ShownMax} cohorts and institutions more";
        }
    }
}
