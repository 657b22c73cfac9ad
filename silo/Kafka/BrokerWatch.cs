using Covenant.Silo.Topics;

namespace Covenant.Silo.Kafka;

/// <summary>Asks a broker that went away whether it is back, for without events nobody else would notice.</summary>
internal sealed class BrokerWatch(BrokerHealth health, TopicProvisioner topics) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (health.IsAway)
                {
                    await topics.AnswersAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
