using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;
using Covenant.Contracts.Grains;

namespace Covenant.Silo.Publishing;

/// <summary>What one tenure of a partition has told and has still to tell. Safe to call from any thread.</summary>
/// <param name="published">As the tenure found it.</param>
/// <param name="batchesMax">That may wait to be told.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore holds nothing where nobody waits for its handle, and what is told late still releases it.")]
internal sealed class PartitionOutput(TopicPartition partition, Progress published, int batchesMax)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(batchesMax);
    private readonly List<(Progress At, TaskCompletionSource Reached)> _waiters = [];
    private Progress _published = published;
    private volatile bool _isGivenUp;

    public TopicPartition Partition { get; } = partition;

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

    /// <summary>Waits while as many batches as may are waiting to be told.</summary>
    public Task RoomAsync(CancellationToken token) => _room.WaitAsync(token);

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

    /// <summary>One batch more was told.</summary>
    public void Told(Progress to)
    {
        lock (_lock)
        {
            _published = Progress.Max(_published, to);
            _waiters.RemoveAll(waiter => waiter.At <= _published && waiter.Reached.TrySetResult());
        }

        _room.Release();
    }

    public void GiveUp() => _isGivenUp = true;
}
