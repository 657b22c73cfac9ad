using Confluent.Kafka;
using Covenant.Contracts.Grains;

namespace Covenant.Silo.Publishing;

/// <summary>
/// What one tenure of a partition has told and has still to tell: of what its customers' clauses decide, or apart from that of what limits
/// over all customers do. Safe to call from any thread.
/// </summary>
/// <param name="published">As the tenure found it.</param>
/// <param name="batchesMax">That may wait to be told.</param>
/// <param name="bytesMax">The same in bytes, asked again and again; a single one may have more.</param>
/// <param name="customers">Where this one tells what limits over all customers decide, with a position of its own: what its partition tells
/// besides. Null otherwise.</param>
internal sealed class PartitionOutput(TopicPartition partition, Progress published, int batchesMax, Func<long> bytesMax, PartitionOutput? customers = null)
{
    private readonly Lock _lock = new();
    private readonly List<(Progress At, TaskCompletionSource Reached)> _waiters = [];
    private Progress _published = published;
    private (long Bytes, TaskCompletionSource Given)? _wanted;
    private int _batches;
    private long _bytes;
    private volatile bool _isGivenUp;

    public TopicPartition Partition { get; } = partition;

    /// <summary>Null where this is it.</summary>
    public PartitionOutput? Customers => customers;

    public bool IsOfInstitutions => customers is not null;

    /// <summary>Whether this tenure may still tell; once it may not, it never may again.</summary>
    public bool IsOurs => !_isGivenUp;

    public Progress Published
    {
        get
        {
            lock (_lock)
            {
                return _published;
            }
        }
    }

    /// <summary>What waits to be told, in bytes.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Takes room for a telling; waits while too much waits to be told. For one caller at a time.</summary>
    public Task RoomAsync(long bytes, CancellationToken token)
    {
        lock (_lock)
        {
            if (TryTake(bytes))
            {
                return Task.CompletedTask;
            }

            var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wanted = (bytes, given);
            return given.Task.WaitAsync(token);
        }
    }

    /// <summary>One that waits was divided into so many.</summary>
    public void Divided(int into)
    {
        lock (_lock)
        {
            _batches += into - 1;
        }
    }

    public Task ReachedAsync(Progress at, CancellationToken token)
    {
        lock (_lock)
        {
            if (_published >= at)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((at, reached));
            return reached.Task.WaitAsync(token);
        }
    }

    /// <summary>So much is published.</summary>
    public void Reached(Progress to)
    {
        lock (_lock)
        {
            _published = Progress.Max(_published, to);
            _waiters.RemoveAll(waiter => waiter.At <= _published && waiter.Reached.TrySetResult());
        }
    }

    public void Told(Telling telling)
    {
        Reached(telling.To);
        lock (_lock)
        {
            (_batches, _bytes) = (_batches - 1, _bytes - telling.Bytes);
            if (_wanted is { } wanted && TryTake(wanted.Bytes))
            {
                _wanted = null;
                wanted.Given.TrySetResult();
            }
        }
    }

    public void GiveUp() => _isGivenUp = true;

    private bool TryTake(long bytes)
    {
        if (_batches > 0 && (_batches >= batchesMax || _bytes + bytes > bytesMax()))
        {
            return false;
        }

        (_batches, _bytes) = (_batches + 1, _bytes + bytes);
        return true;
    }
}
