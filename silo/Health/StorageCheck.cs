using Covenant.Silo.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>
/// Whether storage answers. Where it does not, customers that are in memory are judged and told nevertheless; what waits for it is said by
/// <see cref="SilenceCheck"/>.
/// </summary>
internal sealed class StorageCheck(StorageCalls calls) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        calls.Trouble is { } trouble ? HealthCheckResult.Degraded($"storage does not answer: {trouble}") : HealthCheckResult.Healthy("storage answers"));
}
