using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Proving;

/// <summary>Reads topics from where it is told on, each record once, on a thread of its own, until it is disposed of; a broker that is away is waited for.</summary>
internal sealed class TopicTail : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<(Action Change, TaskCompletionSource Done)> _changes = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _next;
    private readonly Task _loop;

    /// <param name="partitions">Read from their beginning.</param>
    /// <param name="take">Told each record, and null where there is none at the moment; never from two threads.</param>
    public TopicTail(string address, IEnumerable<TopicPartition> partitions, IsolationLevel isolation, Action<ConsumeResult<byte[]?, byte[]?>?> take)
        : this(address, [.. partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning))], isolation, take)
    {
    }

    /// <param name="starts">Where each partition is read from; nothing before it is taken.</param>
    /// <param name="take">Told each record, and null where there is none at the moment; never from two threads.</param>
    public TopicTail(string address, IReadOnlyCollection<TopicPartitionOffset> starts, IsolationLevel isolation, Action<ConsumeResult<byte[]?, byte[]?>?> take)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = address,
            GroupId = "chaos-reader",
            EnableAutoCommit = false,

            // Where a broker does not know a position, librdkafka by default goes on from the end, past what nobody has read.
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = isolation,
            FetchWaitMaxMs = 50,

            // So that partitions that are added while it reads are met.
            TopicMetadataRefreshIntervalMs = 1_000,
            ReconnectBackoffMaxMs = 500,
        };
        var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _next = new(starts.Select(start => KeyValuePair.Create(start.TopicPartition, start.Offset.IsSpecial ? 0 : start.Offset.Value)));
        consumer.Assign(starts);
        _loop = Task.Factory.StartNew(() => Read(consumer, new(consumer, address), take), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Faulted where what was read could not be taken.</summary>
    public Task Loop => _loop;

    /// <summary>Behind the last record that was taken; 0 where none was.</summary>
    public long PositionOf(TopicPartition partition) => _next.GetValueOrDefault(partition);

    /// <summary>Reads these too, from their beginning; of a topic that was forgotten, too.</summary>
    public Task FollowAsync(IEnumerable<TopicPartition> partitions) => ChangeAsync(() =>
    {
        foreach (var partition in partitions)
        {
            _next[partition] = 0;
        }
    });

    /// <summary>Reads no more of the topic.</summary>
    public Task ForgetAsync(string topic) => ChangeAsync(() =>
    {
        foreach (var partition in _next.Keys.Where(one => one.Topic == topic))
        {
            _next.TryRemove(partition, out _);
        }
    });

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

    // By the thread that reads.
    private Task ChangeAsync(Action change)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _changes.Enqueue((change, done));
        return Task.WhenAny(done.Task, _loop).Unwrap();
    }

    private void Change(IConsumer<byte[]?, byte[]?> consumer)
    {
        while (_changes.TryDequeue(out var next))
        {
            next.Change();
            consumer.Assign(_next.Select(one => new TopicPartitionOffset(one.Key, one.Value)));
            next.Done.SetResult();
        }
    }

    private void Read(IConsumer<byte[]?, byte[]?> consumer, BrokerReminder reminder, Action<ConsumeResult<byte[]?, byte[]?>?> take)
    {
        using (consumer)
        {
            while (!_stopping.IsCancellationRequested)
            {
                reminder.NowAndThen();
                Change(consumer);
                try
                {
                    var record = consumer.Consume(Poll);
                    if (record is null || IsNew(record))
                    {
                        take(record);
                    }
                }
                catch (ConsumeException away) when (!away.Error.IsFatal)
                {
                    take(null);
                }
            }
        }
    }

    private bool IsNew(ConsumeResult<byte[]?, byte[]?> record)
    {
        if (!_next.TryGetValue(record.TopicPartition, out var next) || record.Offset.Value < next)
        {
            return false;
        }

        _next[record.TopicPartition] = record.Offset.Value + 1;
        return true;
    }
}
