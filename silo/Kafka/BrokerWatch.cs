using Covenant.Silo.Health;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Kafka;

/// <summary>Asks a broker that went away whether it is back, for without events nobody else would notice.</summary>
internal sealed class BrokerWatch(BrokerHealth health, TopicProvisioner topics, CaughtFaults faults) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task AskAsync()
    {
        try
        {
            if (health.IsAway)
            {
                await topics.AnswersAsync();
            }
        }
        catch (Exception fault)
        {
            faults.Report("asking for the broker", fault);
        }
    }
}
