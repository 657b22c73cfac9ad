using Confluent.Kafka;
using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Proving;

/// <summary>Reads topics from their beginning on, on a thread of its own, until it is disposed of; a broker that is away is waited for.</summary>
internal sealed class TopicTail : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    /// <param name="take">Told each record, and null where there is none at the moment; never from two threads.</param>
    public TopicTail(string address, IEnumerable<TopicPartition> partitions, IsolationLevel isolation, Action<ConsumeResult<byte[]?, byte[]?>?> take)
        : this(address, partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)), isolation, take)
    {
    }

    /// <inheritdoc cref="TopicTail(string, IEnumerable{TopicPartition}, IsolationLevel, Action{ConsumeResult{byte[], byte[]}})"/>
    public TopicTail(string address, IEnumerable<TopicPartitionOffset> starts, IsolationLevel isolation, Action<ConsumeResult<byte[]?, byte[]?>?> take)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = address,
            GroupId = "chaos-reader",
            EnableAutoCommit = false,
            IsolationLevel = isolation,
            FetchWaitMaxMs = 50,
            ReconnectBackoffMaxMs = 500,
        };
        var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(starts);
        _loop = Task.Factory.StartNew(() => Read(consumer, new(consumer, address), take), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Faulted where what was read could not be taken.</summary>
    public Task Loop => _loop;

    /// <summary>Reads no more; throws what made it stop before.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_loop.IsCompleted)
        {
            await _stopping.CancelAsync();
            await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }

    private void Read(IConsumer<byte[]?, byte[]?> consumer, BrokerReminder reminder, Action<ConsumeResult<byte[]?, byte[]?>?> take)
    {
        using (consumer)
        {
            while (!_stopping.IsCancellationRequested)
            {
                reminder.NowAndThen();
                try
                {
                    take(consumer.Consume(Poll));
                }
                catch (ConsumeException away) when (!away.Error.IsFatal)
                {
                    take(null);
                }
            }
        }
    }
}
