using Confluent.Kafka;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>Whose clock the log's timestamps come from: the broker's, or each producer's own. The consumer's thread tells; any thread may ask.</summary>
internal sealed class LogTimestamps
{
    private volatile TimestampType _type = TimestampType.NotAvailable;

    /// <summary>Of the record read last.</summary>
    public TimestampType Type
    {
        get => _type;
        set => _type = value;
    }
}

/// <summary>Whether a producer's clock can push the log's: where it writes the timestamps itself, it is believed.</summary>
internal sealed class TimestampsCheck(LogTimestamps timestamps) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(timestamps.Type switch
        {
            TimestampType.LogAppendTime => HealthCheckResult.Healthy("the broker writes the timestamps"),
            TimestampType.CreateTime => HealthCheckResult.Degraded(
                $"`{TopicNames.Events}` keeps its producers' timestamps, so a producer whose clock is ahead moves the clock of all; "
                + $"set its `{TopicPlan.TimestampType}` to `{TopicPlan.LogAppendTime}` (`covenant topics` says how, and bounds how far ahead they may be)"),
            _ => HealthCheckResult.Healthy("no record with a timestamp was read yet"),
        });
}
