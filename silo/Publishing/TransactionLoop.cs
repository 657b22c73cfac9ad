using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Publishing;

/// <summary>
/// Tells what this silo's partitions have to tell, one transaction after the other: the records of all that wait, and how far their partitions have come, or
/// nothing. What does not go through stays and is tried again, while its partition is ours.
/// </summary>
internal sealed partial class TransactionLoop(
    KafkaTransactions transactions, ClusterFormats formats, GroupMembership membership, BrokerHealth health, CaughtFaults faults, IOptions<IngestionOptions> options, ILogger<TransactionLoop> logger) : BackgroundService
{
    private const int WaitingMax = 65_536;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryRefusedAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    private readonly TransactionBounds _bounds = new();
    private readonly BlockingCollection<Telling> _waiting = new(WaitingMax);
    private readonly Dictionary<PartitionOutput, PendingTellings> _pending = [];
    private readonly ConcurrentQueue<TaskCompletionSource> _settlers = new();

    // What hangs while the silo stops is left to itself.
    private readonly CancellationTokenSource _late = new();

    // Telling of these together failed by a fault of ours: each is told of alone next, which shows whose it is.
    private readonly Queue<PartitionOutput> _alone = new();
    private uint _turn;

    // What was in the last transaction, while it is not known whether it went through.
    private List<Telling> _unsure = [];

    /// <summary>Completes once nothing is under way of what was told before, in this life of the silo or an earlier one: what a tenure that has given up had in a transaction is committed or never will be.</summary>
    public Task SettledAsync(CancellationToken token)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _settlers.Enqueue(settled);
        return settled.Task.WaitAsync(token);
    }

    public void Add(Telling telling) => _waiting.Add(telling);

    public override void Dispose()
    {
        base.Dispose();
        _late.Dispose();
        transactions.Dispose();
        _waiting.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stopping)
    {
        using var late = stopping.Register(() => _late.CancelAfter(StopGrace));
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Turn(stopping);
            }
            catch (Exception fault) when (!_late.IsCancellationRequested)
            {
                faults.Report("the loop that tells", fault);
                transactions.Doubt(fault);
                stopping.WaitHandle.WaitOne(RetryRefusedAfter);
            }
            catch (OperationCanceledException) when (_late.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Turn(CancellationToken stopping)
    {
        // At once, whether or not there is something to tell: what a producer that was thrown away had open keeps readers waiting until then.
        if (!transactions.IsOpen && !transactions.TryOpen(_late.Token))
        {
            stopping.WaitHandle.WaitOne(RetryAfter);
            return;
        }

        while (_settlers.TryDequeue(out var settled))
        {
            settled.TrySetResult();
        }

        TakeWaiting(stopping);
        if (Due() is { Count: > 0 } due)
        {
            Tell(due);
        }
    }

    private void TakeWaiting(CancellationToken stopping)
    {
        try
        {
            for (var wait = _pending.Values.Any(one => one.IsReady(options.Value.CommitEvery)) ? TimeSpan.Zero : Glance; _waiting.TryTake(out var telling, (int)wait.TotalMilliseconds, stopping); wait = TimeSpan.Zero)
            {
                (_pending.TryGetValue(telling.Output, out var pending) ? pending : _pending[telling.Output] = new PendingTellings()).Add(telling);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // One that has something to say takes along all others, as far as they have come.
    private List<Telling> Due()
    {
        // INVARIANT (tell once): it is asked for as a whole before anything else is told, for what it told is in no other's list.
        if (_unsure.RemoveAll(telling => !telling.Output.IsOurs) >= 0 && _unsure.Count > 0)
        {
            return _unsure.TrueForAll(telling => _pending[telling.Output].IsHeld) ? [] : [.. _unsure];
        }

        while (_alone.TryDequeue(out var output))
        {
            if (_pending.TryGetValue(output, out var alone) && !alone.IsHeld)
            {
                return alone.First(_bounds, _bounds.Records, _bounds.Bytes, atLeastOne: true, formats.AllReadNow);
            }
        }

        if (!_pending.Values.Any(one => one.IsReady(options.Value.CommitEvery)))
        {
            return [];
        }

        // Each in turn first, so that one that has much to tell keeps nobody waiting.
        List<Telling> due = [];
        var (records, bytes) = (_bounds.Records, _bounds.Bytes);
        var pending = _pending.Values.Where(one => !one.IsHeld).ToList();
        for (var i = 0u; i < pending.Count; i++)
        {
            var first = pending[(int)((i + _turn) % pending.Count)].First(_bounds, records, bytes, atLeastOne: due.Count == 0, formats.AllReadNow);
            due.AddRange(first);
            records -= first.Sum(telling => telling.Records.Count);
            bytes -= first.Sum(telling => telling.Bytes);
        }

        _turn++;
        return due;
    }

    private void Tell(List<Telling> due)
    {
        // INVARIANT (fencing): the member is asked before ownership is looked at, so it is a member of a generation in which they were all ours.
        var member = membership.Metadata;
        due.RemoveAll(telling => !telling.Output.IsOurs);
        Forget();
        if (due.Count == 0)
        {
            return;
        }

        if (member is null)
        {
            due.ForEach(telling => _pending[telling.Output].Hold(RetryAfter));
            return;
        }

        if (Run(due, member) is not { } outcome)
        {
            return;
        }

        _unsure = outcome.IsKnown ? [] : due;
        _bounds.Ended(outcome.Told.Count > 0, outcome.Took, due);
        foreach (var telling in outcome.Told)
        {
            health.Here();
            Done(telling);
        }

        if (outcome.Refused is { } refused)
        {
            NotWritten(refused.Topic, refused.Reason, RetryRefusedAfter.TotalSeconds);
            _pending[refused.Telling.Output].Hold(RetryRefusedAfter);
        }
        else if (outcome.Told.Count == 0)
        {
            due.ForEach(telling => _pending[telling.Output].Hold(RetryAfter));
        }
    }

    /// <returns>Null where a fault of ours kept it from being tried.</returns>
    private TransactionOutcome? Run(List<Telling> due, IConsumerGroupMetadata member)
    {
        try
        {
            return transactions.Run(due, member, _late.Token);
        }
        catch (Exception fault) when (!_late.IsCancellationRequested)
        {
            // INVARIANT (tell once): whether the transaction went through is not known here, so it is asked for first.
            faults.Report("telling", fault);
            transactions.Doubt(fault);
            _unsure = due;
            var partitions = due.Select(telling => telling.Output).Distinct().ToList();
            if (partitions is [var only])
            {
                _pending[only].Hold(RetryRefusedAfter);
            }
            else
            {
                partitions.ForEach(_alone.Enqueue);
            }

            return null;
        }
    }

    private void Done(Telling telling)
    {
        if (_pending[telling.Output].RemoveFirst(telling))
        {
            _pending.Remove(telling.Output);
        }

        telling.Output.Told(telling);
        telling.Beside?.Output.Reached(telling.Beside.Value.To);
    }

    private void Forget()
    {
        foreach (var output in _pending.Keys.Where(output => !output.IsOurs).ToList())
        {
            _pending.Remove(output);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "cannot write to `{Topic}` ({Reason}); trying again in {Seconds} s, its partition waits for it")]
    private partial void NotWritten(string topic, string reason, double seconds);
}
