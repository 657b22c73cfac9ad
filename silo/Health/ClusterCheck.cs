using Covenant.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether this silo is one of the cluster, and whether it would notice one that comes or goes.</summary>
internal sealed class ClusterCheck(ISiloStatusOracle silos, ClusterFormats formats, IEnumerable<ClusterRedis> redis) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var away = redis.FirstOrDefault(one => one.IsAway);
        var result = (silos.CurrentStatus, away) switch
        {
            (SiloStatus.Active, null) => HealthCheckResult.Healthy($"{silos.GetApproximateSiloStatuses(onlyActive: true).Count} silos, this one among them{(formats.AllReadNow ? "" : "; one is of an earlier version, so this one writes as that one does until it is upgraded")}"),
            (SiloStatus.Active, _) => HealthCheckResult.Degraded($"redis at `{away.Address}` does not answer, so no silo can join, and none that dies is replaced"),
            (_, not null) => HealthCheckResult.Unhealthy($"redis at `{away.Address}` does not answer"),
            _ => HealthCheckResult.Unhealthy("this silo is not one of the cluster"),
        };
        return Task.FromResult(result);
    }
}
