using Confluent.Kafka;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>One try at a transaction: what is in it, and what the broker said about each record.</summary>
internal sealed class TransactionAttempt(List<Telling> tellings)
{
    private const int CommitRetriesMax = 5;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _allDelivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (Telling Telling, int Index, string Topic, Error Error)? _refused;
    private int _retries;

    // One for the attempt itself, so that it is not over before all records are on their way.
    private int _underway = 1;

    public IEnumerable<(Telling Telling, int Index)> Records => tellings.SelectMany(telling => Enumerable.Range(0, telling.Records.Count).Select(index => (telling, index)));

    public IReadOnlyCollection<OutgoingRecord> Outgoing { get; } = [.. tellings.SelectMany(telling => telling.Records).Select(one => one.Record)];

    public bool MayRetry => _retries++ < CommitRetriesMax;

    public void Sent() => Interlocked.Increment(ref _underway);

    /// <summary>Waits until the broker has answered for all that was sent. librdkafka would wait too, but looks only every 10 ms.</summary>
    public void AwaitDelivered(TimeSpan timeout)
    {
        Answered();
        _allDelivered.Task.Wait(timeout);
    }

    /// <summary>Called on librdkafka's thread.</summary>
    /// <param name="topic">That it was written to.</param>
    public void Delivered(Telling telling, int index, string topic, Error error)
    {
        // A record that was taken back because the transaction failed is not why it failed.
        if (error.IsError && error.Code is not (ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_Fenced or ErrorCode.InvalidProducerEpoch or ErrorCode.Local_Fatal))
        {
            lock (_lock)
            {
                _refused ??= (telling, index, topic, error);
            }
        }

        Answered();
    }

    /// <summary>The record for which the broker refused the transaction; one that is too large gives way to what stands in for it.</summary>
    public RefusedTelling? Refused()
    {
        lock (_lock)
        {
            if (_refused is not var (telling, index, topic, error))
            {
                return null;
            }

            var record = telling.Records[index].Record;
            if (error.Code != ErrorCode.MsgSizeTooLarge)
            {
                return new RefusedTelling(telling, topic, error.Code, BrokerWords.Of(error).Words);
            }

            if (record.Topic == topic && record.WhenTooLarge is { } instead)
            {
                telling.Records[index] = telling.Records[index] with { Record = instead };
                return null;
            }

            return new RefusedTelling(telling, topic, error.Code, $"{BrokerWords.Of(error).Words}; raise `max.message.bytes` of the topic");
        }
    }

    private void Answered()
    {
        if (Interlocked.Decrement(ref _underway) == 0)
        {
            _allDelivered.TrySetResult();
        }
    }
}
