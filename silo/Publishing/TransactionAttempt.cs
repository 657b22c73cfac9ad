using Confluent.Kafka;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>One try at a transaction: what is in it, and what the broker said about each record.</summary>
/// <param name="isLearning">Whether <see cref="Largest"/> is of use.</param>
internal sealed class TransactionAttempt(List<Telling> tellings, bool isLearning)
{
    private const int CommitRetriesMax = 5;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _allDelivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, RefusedTelling> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _largest = new(StringComparer.Ordinal);
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
    /// <param name="sent">What went on its way for it.</param>
    public void Delivered(Telling telling, int index, OutgoingRecord sent, Error error)
    {
        // A record that was taken back because the transaction failed is not why it failed.
        if (error.IsError && error.Code is not (ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_Fenced or ErrorCode.InvalidProducerEpoch or ErrorCode.Local_Fatal))
        {
            lock (_lock)
            {
                Refuse(telling, index, sent, error);
            }
        }
        else if (isLearning && !error.IsError)
        {
            lock (_lock)
            {
                _largest[sent.Topic] = Math.Max(_largest.GetValueOrDefault(sent.Topic), sent.Bytes);
            }
        }

        Answered();
    }

    /// <summary>For each topic that did not take its records, the first one, and the sizes of all that were too large.</summary>
    public List<RefusedTelling> Refused()
    {
        lock (_lock)
        {
            return [.. _refused.Values];
        }
    }

    /// <summary>The size of the largest record that each topic took, also where the transaction failed for another one.</summary>
    public Dictionary<string, int> Largest()
    {
        lock (_lock)
        {
            return new(_largest, StringComparer.Ordinal);
        }
    }

    private void Refuse(Telling telling, int index, OutgoingRecord sent, Error error)
    {
        var isTooLarge = RefusedTelling.IsOfSize(error.Code);
        if (!_refused.TryGetValue(sent.Topic, out var refused))
        {
            var stands = telling.Records[index].Record.WhenTooLarge is { } instead && !ReferenceEquals(sent, instead);
            var words = BrokerWords.Of(error).Words;
            refused = _refused[sent.Topic] = new RefusedTelling(telling, sent.Topic, error.Code, isTooLarge ? $"{words}; raise `max.message.bytes` of the topic" : words, stands, []);
        }

        if (isTooLarge)
        {
            refused.TooLarge.Add(sent.Bytes);
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
