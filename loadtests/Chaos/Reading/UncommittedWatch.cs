using Confluent.Kafka;
using Covenant.LoadTests.Proving;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>Sees what silos write before it is committed: a record that has just come is one of an open transaction, most times.</summary>
internal sealed class UncommittedWatch : IAsyncDisposable
{
    private readonly TopicTail _tail;
    private volatile TaskCompletionSource _next = New();

    public UncommittedWatch(string address) => _tail = new TopicTail(address, ChaosTopics.ToldPartitionsAll, IsolationLevel.ReadUncommitted, Take);

    /// <summary>Completes as soon as there is one more record than now.</summary>
    public Task NextAsync(TimeSpan timeout, CancellationToken token) => (_next = New()).Task.WaitAsync(timeout, token);

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    private void Take(ConsumeResult<byte[]?, byte[]?>? record)
    {
        // What it reads of the past, at the beginning, is no news.
        if (record is not null && IsNew(record))
        {
            _next.TrySetResult();
        }
    }

    private static bool IsNew(ConsumeResult<byte[]?, byte[]?> record) =>
        DateTime.UnixEpoch.AddMilliseconds(record.Message.Timestamp.UnixTimestampMs).AddSeconds(1) > TimeProvider.System.GetUtcNow().UtcDateTime;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
