using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether the process does what it is there for: none of its loops has failed. It asks nobody but this process, so that no outage elsewhere restarts it.</summary>
internal sealed class LoopsCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var loops = services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        var failed = loops.Find(loop => loop.ExecuteTask is { IsFaulted: true });
        return Task.FromResult(failed is null
            ? HealthCheckResult.Healthy($"{loops.Count} loops run")
            : HealthCheckResult.Unhealthy($"`{failed.GetType().Name}` failed: {failed.ExecuteTask!.Exception!.GetBaseException().Message}"));
    }
}
