using Covenant.Silo.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether events of this silo's partitions are judged, as far as it is up to this silo.</summary>
internal sealed class PartitionsCheck(Readiness readiness, HeldPartitions held, BrokerHealth broker, KafkaBroker where, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private string Because => broker.IsAway ? $"; kafka at `{where.Address}` cannot be used: {broker.Trouble}" : "";

    private HealthCheckResult Check()
    {
        // First of all, so that whoever sends the silo away sees it before anything stops.
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("the silo is stopping");
        }

        if (readiness.IsShareExpected)
        {
            return HealthCheckResult.Unhealthy($"the group has given this silo no partitions yet{Because}");
        }

        if (readiness.Recovering.Where(partition => !held.Contains(partition)).ToList() is { Count: > 0 } recovering)
        {
            return HealthCheckResult.Unhealthy($"partitions {string.Join(", ", recovering)} are being recovered{Because}");
        }

        return broker.IsAway ? HealthCheckResult.Degraded($"kafka at `{where.Address}` cannot be used: {broker.Trouble}")
            : readiness.Assigned > 0 ? HealthCheckResult.Healthy($"{readiness.Assigned} partitions are judged here")
            : HealthCheckResult.Healthy("this silo is a member of the group");
    }
}
