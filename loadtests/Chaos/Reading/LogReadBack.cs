using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Proving;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>
/// The events' topic as it is read back while the load is on, for a record that is deleted later cannot be read at the end. Beside it stands what the harness itself did to
/// the log: which records no silo can have read, and where customers moved to another partition. Holds all of a run in memory: half a kilobyte for each record.
/// </summary>
internal sealed class LogReadBack : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<List<LoggedRecord>> _partitions = [];
    private readonly List<(int Partition, long From, long To)> _skipped = [];
    private readonly List<long[]> _cuts = [];
    private readonly TopicTail _tail;

    public LogReadBack(string address, int partitions)
    {
        _partitions.AddRange(Enumerable.Range(0, partitions).Select(_ => new List<LoggedRecord>()));
        _tail = new TopicTail(address, ChaosTopics.PartitionsOf(ChaosTopics.Events, partitions), IsolationLevel.ReadUncommitted, Take);
    }

    /// <summary>Faulted where what was read could not be taken.</summary>
    public Task Loop => _tail.Loop;

    /// <summary>How many records were deleted unread.</summary>
    public long Skipped
    {
        get
        {
            lock (_lock)
            {
                return _skipped.Sum(one => one.To - one.From);
            }
        }
    }

    /// <summary>Behind the last record that was read of each partition.</summary>
    public long[] Ends()
    {
        lock (_lock)
        {
            return [.. _partitions.Select(one => one.Count == 0 ? 0 : one[^1].Offset + 1)];
        }
    }

    /// <summary>Follows one partition more; records beyond these offsets come after all before them, in whatever partition.</summary>
    public async Task AddPartitionAsync(long[] cut)
    {
        int added;
        lock (_lock)
        {
            added = _partitions.Count;
            _partitions.Add([]);
            _cuts.Add(cut);
        }

        await _tail.FollowAsync([new TopicPartition(ChaosTopics.Events, added)]);
    }

    /// <summary>Nobody judges these records: they were deleted before any silo could read them.</summary>
    /// <param name="to">Behind the last.</param>
    public void Skip(int partition, long from, long to)
    {
        lock (_lock)
        {
            _skipped.Add((partition, from, to));
        }
    }

    /// <summary>All that silos can have judged, in an order in which they may have.</summary>
    public async Task<IEnumerable<LoggedRecord>> StopAsync()
    {
        await _tail.StopAsync();
        return InOrder();
    }

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    private IEnumerable<LoggedRecord> InOrder()
    {
        var next = new int[_partitions.Count];
        foreach (var cut in _cuts.Append([]))
        {
            // The newest first: who moved there is heard of there before anything goes on elsewhere.
            for (var partition = _partitions.Count - 1; partition >= 0; partition--)
            {
                var end = cut.Length == 0 ? long.MaxValue : partition < cut.Length ? cut[partition] : 0;
                for (var records = _partitions[partition]; next[partition] < records.Count && records[next[partition]].Offset < end; next[partition]++)
                {
                    if (!IsSkipped(records[next[partition]]))
                    {
                        yield return records[next[partition]];
                    }
                }
            }
        }
    }

    private bool IsSkipped(LoggedRecord record) => _skipped.Exists(one => one.Partition == record.Partition && record.Offset >= one.From && record.Offset < one.To);

    private void Take(ConsumeResult<byte[]?, byte[]?>? record)
    {
        if (record is not null)
        {
            lock (_lock)
            {
                _partitions[record.Partition.Value].Add(new(record.Partition.Value, record.Offset.Value, record.Message.Value, TimeOf(record)));
            }
        }
    }

    private static EventTime TimeOf(ConsumeResult<byte[]?, byte[]?> record) => new(record.Message.Timestamp.UnixTimestampMs * TimeSpan.TicksPerMillisecond);
}
