using Confluent.Kafka;
using Covenant.Silo.Kafka;

namespace Covenant.LoadTests.Workload;

/// <summary>Sends a stream's records, each once and in order, to the partitions that Java's clients would choose. For one thread at a time.</summary>
internal sealed class EventProducer : IDisposable
{
    // Beyond it the generator waits, and is behind.
    private const int WaitingRecordsMax = 300_000;

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(1);

    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Message<byte[], byte[]> _message = new() { Headers = EventHeaders.Structured };
    private readonly string _topic;
    private readonly string _address;
    private readonly Processes.BrokerReminder _reminder;
    private long _errors;
    private Error? _fatal;
    private BrokerTrouble? _trouble;

    /// <param name="linger">How long a record may wait for others; 0 where latency counts.</param>
    public EventProducer(string address, string topic, TimeSpan linger)
    {
        (_topic, _address) = (topic, address);
        var config = new ProducerConfig
        {
            BootstrapServers = address,
            Partitioner = Partitioner.Murmur2Random,
            EnableIdempotence = true,
            EnableDeliveryReports = false,
            MessageTimeoutMs = 0,
            LingerMs = linger.TotalMilliseconds,
            QueueBufferingMaxMessages = WaitingRecordsMax,
            ReconnectBackoffMaxMs = 500,
        };
        _producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => Note(error)).Build();
        _reminder = new(_producer, address);
    }

    /// <summary>What the broker or the way to it has said was wrong; records were sent again.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    public void Send(byte[] key, byte[] value)
    {
        (_message.Key, _message.Value) = (key, value);
        while (true)
        {
            try
            {
                // The client copies both before it returns.
                _producer.Produce(_topic, _message);
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == Confluent.Kafka.ErrorCode.Local_QueueFull)
            {
                Check();
                _producer.Poll(FullWait);
            }
        }
    }

    /// <summary>Throws what made sending impossible for good.</summary>
    public void Check()
    {
        _reminder.NowAndThen();
        if (_fatal is { } fatal)
        {
            throw new InvalidOperationException($"the load could not be sent: {BrokerWords.Of(fatal).Words}");
        }
    }

    /// <summary>Returns when the broker has all of it.</summary>
    public void Flush()
    {
        if (_producer.Flush(FlushTimeout) is > 0 and var left)
        {
            throw new InvalidOperationException($"{left} records of the load were not taken by `{_address}` within {FlushTimeout.TotalSeconds} s{(_trouble is { } trouble ? $": {trouble.Words}" : "")}");
        }

        Check();
    }

    public void Dispose() => _producer.Dispose();

    private void Note(Error error)
    {
        Interlocked.Increment(ref _errors);
        _fatal = error.IsFatal ? error : _fatal;
        _trouble = error.Code == Confluent.Kafka.ErrorCode.Local_AllBrokersDown ? _trouble : BrokerWords.Of(error);
    }
}
