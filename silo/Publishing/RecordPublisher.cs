using Confluent.Kafka;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>Writes records until the broker has acknowledged them: a refusal that can pass is said once and tried again, one that cannot stops the silo.</summary>
internal sealed partial class RecordPublisher : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan FlushTimeout = TimeSpan.FromMilliseconds(500);

    private readonly Lazy<IProducer<byte[]?, byte[]?>> _producer;
    private readonly KafkaClients _clients;
    private readonly BrokerHealth _health;
    private readonly SiloExit _exit;
    private readonly ILogger<RecordPublisher> _logger;
    private readonly CancellationTokenSource _closing = new();

    public RecordPublisher(KafkaClients clients, BrokerHealth health, SiloExit exit, ILogger<RecordPublisher> logger)
    {
        (_producer, _clients) = (new(clients.Producer), clients);
        (_health, _exit, _logger) = (health, exit, logger);
    }

    /// <summary>Waits only while the producer's queue is full; <paramref name="batch"/> hears of the acknowledgement.</summary>
    public async ValueTask PublishAsync(OutgoingRecord record, Acknowledgement batch, CancellationToken token)
    {
        batch.Expect();
        while (!TryProduce(record, batch))
        {
            await Task.Delay(QueueFullPause, token);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        if (_producer.IsValueCreated)
        {
            try
            {
                _clients.Calls.Run("writer of records", watch => watch.Run("Flush", FlushTimeout, () => _producer.Value.Flush(FlushTimeout)), CancellationToken.None);
            }
            catch (ClientMissingException)
            {
                // It is said already, and a thread is inside of it.
                return;
            }

            _clients.End(_producer.Value);
        }
    }

    private bool TryProduce(OutgoingRecord record, Acknowledgement batch)
    {
        var message = new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers, Timestamp = record.Timestamp is { } time ? new Timestamp(time) : Timestamp.Default };
        try
        {
            _clients.Remind(_producer.Value);
            _producer.Value.Produce(record.Topic, message, report => Delivered(report.Error, record, batch));
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> refused) when (refused.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (ProduceException<byte[]?, byte[]?> refused)
        {
            Delivered(refused.Error, record, batch);
            return true;
        }
    }

    private void Delivered(Error error, OutgoingRecord record, Acknowledgement batch)
    {
        if (error.Code == ErrorCode.NoError)
        {
            _health.Here();
            batch.Acknowledged();
        }
        else if (error.IsFatal || (error.Code == ErrorCode.MsgSizeTooLarge && record.WhenTooLarge is null))
        {
            _exit.Fail($"cannot write to `{record.Topic}`: {_health.Words(error)}; nothing above the last committed offset is lost, start the silo again");
        }
        else if (!_closing.IsCancellationRequested)
        {
            _ = RetryAsync(error, record, batch);
        }
    }

    private async Task RetryAsync(Error error, OutgoingRecord record, Acknowledgement batch)
    {
        if (error.Code == ErrorCode.MsgSizeTooLarge)
        {
            record = record.WhenTooLarge!;
        }
        else
        {
            NotWritten(record.Topic, _health.Words(error), RetryAfter.TotalSeconds);
            await Task.Delay(RetryAfter, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (!_closing.IsCancellationRequested && !TryProduce(record, batch))
        {
            await Task.Delay(QueueFullPause);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "cannot write to `{Topic}` ({Reason}); trying again in {Seconds} s, offsets wait for it")]
    private partial void NotWritten(string topic, string reason, double seconds);
}
