using System.Globalization;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>
/// Whether every bank's topic takes its records. One that does not is its bank's trouble alone, so it makes no silo unhealthy.
/// </summary>
internal sealed class DeliveryCheck(UndeliveredBook book, UndeliveredFeed feed) : IHealthCheck
{
    private const int ShownMax = 10;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var waiting = book.Read();
        if (waiting.Count > 0)
        {
            var more = waiting.Count > ShownMax ? $"; and {waiting.Count - ShownMax} topics more" : "";
            return HealthCheckResult.Degraded($"undelivered: {string.Join("; ", waiting.Take(ShownMax).Select(Words))}{more}");
        }

        return feed.Trouble is { } trouble
            ? HealthCheckResult.Degraded($"`{TopicNames.Undelivered}` cannot be read, so it is not known what is undelivered: {trouble}")
            : HealthCheckResult.Healthy("nothing is undelivered");
    }

    private static string Words(UndeliveredTopic one)
    {
        var records = one.Count == 1 ? "1 record" : string.Create(CultureInfo.InvariantCulture, $"{one.Count} records");
        var since = one.Since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{(TopicNames.InstitutionOf(one.Topic) is { } bank ? $"`{bank}`, " : "")}{records} for `{one.Topic}` since {since} ({one.Reason})";
    }
}
