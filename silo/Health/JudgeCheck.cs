using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether something happened that an operator has not acknowledged.</summary>
internal sealed class JudgeCheck(Degradations degradations) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(degradations.Reasons is [var first, ..]
            ? HealthCheckResult.Degraded($"{degradations.Count} failures since they were acknowledged, the first: {first}; `POST {HealthEndpoints.Acknowledge}` acknowledges them")
            : HealthCheckResult.Healthy("no failure"));
}
