using Confluent.Kafka;
using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Measuring;

/// <summary>Asks the broker again and again how far the silos' group has committed: what lies below is judged and told.</summary>
internal sealed class CommittedReader : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<TopicPartition, long> _starts;
    private readonly Action<long>? _asked;
    private readonly Task _loop;
    private long _judged;

    /// <param name="starts">Where the run's records begin.</param>
    /// <param name="asked">Told each answer, from the reader's thread.</param>
    public CommittedReader(string address, string group, IReadOnlyList<TopicPartitionOffset> starts, TimeSpan every, Action<long>? asked = null)
    {
        _starts = starts.ToDictionary(start => start.TopicPartition, start => start.Offset.Value);
        _asked = asked;

        // Uncommitted: a position that is being committed is not waited for.
        var config = new ConsumerConfig { BootstrapServers = address, GroupId = group, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadUncommitted, ReconnectBackoffMaxMs = 500 };
        var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _loop = Task.Factory.StartNew(() => Ask(consumer, new(consumer, address), every), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>How many of the run's records lie below what is committed.</summary>
    public long Judged => Interlocked.Read(ref _judged);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private void Ask(IConsumer<Ignore, Ignore> consumer, BrokerReminder reminder, TimeSpan every)
    {
        using (consumer)
        {
            do
            {
                reminder.NowAndThen();
                if (Committed(consumer) is { } judged)
                {
                    Interlocked.Exchange(ref _judged, judged);
                    _asked?.Invoke(judged);
                }
            }
            while (!_stopping.Token.WaitHandle.WaitOne(every));
        }
    }

    // Null where the broker does not say: it may be away for a while.
    private long? Committed(IConsumer<Ignore, Ignore> consumer)
    {
        try
        {
            return consumer.Committed(_starts.Keys, AnswerTimeout).Where(one => !one.Offset.IsSpecial).Sum(one => Math.Max(0, one.Offset.Value - _starts[one.TopicPartition]));
        }
        catch (KafkaException)
        {
            return null;
        }
    }
}
