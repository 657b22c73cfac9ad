using Confluent.Kafka;
using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>Asks the broker again and again what the silos' group has committed: what lies below is told.</summary>
internal sealed class ProgressReader : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public ProgressReader(string address, string group, Progress progress)
    {
        // Uncommitted: a position that is being committed is not waited for.
        var config = new ConsumerConfig { BootstrapServers = address, GroupId = group, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadUncommitted, ReconnectBackoffMaxMs = 500 };
        var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _loop = Task.Factory.StartNew(() => Ask(consumer, new(consumer, address), progress),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Ask(IConsumer<byte[]?, byte[]?> consumer, BrokerReminder reminder, Progress progress)
    {
        using (consumer)
        {
            do
            {
                reminder.NowAndThen();
                progress.Told(Committed(consumer, [.. ChaosTopics.PartitionsOf(ChaosTopics.Events, progress.Partitions)]));
            }
            while (!_stopping.Token.WaitHandle.WaitOne(AskEvery));
        }
    }

    private static Dictionary<int, long>? Committed(IConsumer<byte[]?, byte[]?> consumer, List<TopicPartition> partitions)
    {
        try
        {
            return consumer.Committed(partitions, AnswerTimeout).Where(one => !one.Offset.IsSpecial).ToDictionary(one => one.Partition.Value, one => one.Offset.Value);
        }
        catch (KafkaException)
        {
            return null;
        }
    }
}
