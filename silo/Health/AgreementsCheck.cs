using Covenant.Grains.Agreements;
using Covenant.Silo.Agreements;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whether every agreement that the topic held at the start is in the book, and whether what is in force is what the topic says.</summary>
internal sealed class AgreementsCheck(AgreementsFeed agreements, AgreementBooks books, AgreementTroubles troubles, BrokerHealth broker, KafkaBroker where) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((agreements.Loaded.IsCompletedSuccessfully, troubles.Summary) switch
        {
            (true, null) => HealthCheckResult.Healthy($"{books.Current.Policies.Count()} institutions have agreements"),
            (true, { } summary) => HealthCheckResult.Degraded($"what is in force is not what `{TopicNames.Agreements}` says: {summary}"),
            (false, { } summary) => HealthCheckResult.Unhealthy($"the agreements are not read yet: {summary}"),
            _ => HealthCheckResult.Unhealthy(
                "the agreements are not read yet" + (broker.IsAway ? $"; kafka at `{where.Address}` cannot be used: {broker.Trouble}" : "")),
        });
}
