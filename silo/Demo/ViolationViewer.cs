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

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await clients.Calls.RunAsync("reader of violations", watch => Run(watch, stoppingToken), CancellationToken.None);
            }
            catch (ClientMissingException)
            {
                // It is said already; another one shows what comes from now on.
            }
        }
    }

    private bool Run(CallWatch watch, CancellationToken stopping)
    {
        var consumer = watch.Run("create", ClientCalls.Brief, clients.WholeTopicReader("covenant-demo").Build);
        try
        {
            watch.Run("Subscribe", ClientCalls.Brief, () => consumer.Subscribe([TopicNames.Shadow, .. story.Agreements().Select(agreement => TopicNames.ViolationsOf(agreement.Institution))]));
            while (!stopping.IsCancellationRequested)
            {
                ShowNext(consumer, watch);
            }

            return true;
        }
        finally
        {
            clients.End(consumer);
        }
    }

    private void ShowNext(IConsumer<byte[], byte[]> consumer, CallWatch watch)
    {
        try
        {
            if (watch.Run("Consume", Poll, () => consumer.Consume(Poll)) is { IsPartitionEOF: false } result && ViolationReader.TryRead(result.Message.Value, out var violation, out _))
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
