using Covenant.Grains.Agreements;
using Covenant.Silo.Agreements;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether every agreement that the topic held at the start is in the book.</summary>
internal sealed class AgreementsCheck(AgreementsFeed agreements, AgreementBooks books) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(agreements.Loaded.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy($"{books.Current.Policies.Count()} institutions have agreements")
            : HealthCheckResult.Unhealthy("the agreements are not read yet"));
}
