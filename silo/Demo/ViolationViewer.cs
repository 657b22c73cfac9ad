using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.Silo.Agreements;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Demo;

/// <summary>Reads the violations back from the topics, as the banks and the operator do, and shows them.</summary>
internal sealed class ViolationViewer(KafkaClients clients, AgreementsFeed agreements, BrokerHealth health, Story story, DemoScreen screen) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await agreements.Loaded.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(CancellationToken stopping)
    {
        using var consumer = clients.WholeTopicReader("covenant-demo").Build();
        consumer.Subscribe([TopicNames.Shadow, .. story.Agreements().Select(agreement => TopicNames.ViolationsOf(agreement.Institution))]);
        while (!stopping.IsCancellationRequested)
        {
            ShowNext(consumer);
        }

        consumer.Close();
    }

    private void ShowNext(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            if (consumer.Consume(Poll) is { IsPartitionEOF: false } result && ViolationReader.TryRead(result.Message.Value, out var violation, out _))
            {
                screen.Show(violation);
            }
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal)
        {
            health.Report(passing.Error);
        }
    }
}
