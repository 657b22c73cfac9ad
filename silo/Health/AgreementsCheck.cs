using Covenant.Grains.Agreements;
using Covenant.Silo.Agreements;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether every agreement that the topic held at the start is in the book.</summary>
internal sealed class AgreementsCheck(AgreementsFeed agreements, AgreementBooks books, BrokerHealth broker, KafkaBroker where) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(agreements.Loaded.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy($"{books.Current.Policies.Count()} institutions have agreements")
            : HealthCheckResult.Unhealthy(
                "the agreements are not read yet" + (broker.IsAway ? $"; kafka at `{where.Address}` cannot be used: {broker.Trouble}" : "")));
}
