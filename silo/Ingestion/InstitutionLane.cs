using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Held;
using Covenant.Silo.Hosting;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Has institutions count what their limits over all customers take, beside the partition's own loop, and tells what they decide up to a
/// position of its own: while an institution
/// cannot be stored, nothing else waits for it. One for each tenure.
/// </summary>
/// <remarks>INVARIANT (institutions): a contribution that lies at or above the position that is committed for them is untold, one below it
/// is told. So before the partition's own position
/// moves over the first one that waits, theirs is committed at it.</remarks>
internal sealed partial class InstitutionLane : IDisposable
{
    // An institution that cannot count for so long is held, and keeps nobody waiting.
    private static readonly TimeSpan HoldAfter = TimeSpan.FromSeconds(5);

    // What waits here waits in the memory of its cohorts, too.
    private const int WaitingMax = 100_000;

    private static readonly TimeSpan RetryAfterMin = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(5);

    private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly UntoldViolations _violations = new();
    private readonly ConcurrentDictionary<long, bool> _suspects = new();
    private readonly SemaphoreSlim _room = new(1);
    private readonly PartitionOutput _output;
    private readonly PartitionTeller _teller;
    private readonly CohortGrains _grains;
    private readonly HeldUnits _units;
    private readonly PartitionParts _parts;
    private Progress _handed;
    private int _waiting;
    private Progress _toldAtOnce;
    private bool _isUsed;
    private string? _said;

    /// <param name="found">What the tenure before has told of these limits; null where there never was something to count.</param>
    /// <param name="customers">What the partition tells besides.</param>
    /// <param name="token">Ends it, with the tenure.</param>
    public InstitutionLane(Progress? found, PartitionOutput customers, CohortGrains grains, HeldUnits units, PartitionParts parts, CancellationToken token)
    {
        _isUsed = found is not null;
        (_handed, _grains, _units, _parts) = (found ?? customers.Published, grains, units, parts);
        _output = parts.OutputOf(customers.Partition, _handed, customers);
        _teller = new PartitionTeller(_output, parts, _handed, isCommitted: true);
        Ended = Task.Run(() => RunAsync(token), CancellationToken.None);
    }

    /// <summary>Completes when it has ended; it fails by a fault of ours alone.</summary>
    public Task Ended { get; }

    /// <summary>What is told of these limits.</summary>
    public Progress Published => _output.Published;

    /// <summary>Nothing waits to be counted or told.</summary>
    public bool IsIdle => Published >= _handed;

    /// <summary>What goes on record with the telling that moves the partition on; null where nothing has to.</summary>
    /// <param name="contributions">Over which it moves; the first of them waits from then on.</param>
    public (PartitionOutput Output, Progress To)? Beside(List<Contribution> contributions, Progress to)
    {
        _isUsed |= contributions.Count > 0;
        return _isUsed && IsIdle ? (_output, new Progress(contributions.Count > 0 ? contributions[0].Position.Offset : to.Offset, 0)) : null;
    }

    /// <summary>Completes once all that was handed over is told.</summary>
    public Task ToldAsync(CancellationToken token) => _output.ReachedAsync(_handed, token);

    /// <summary>The partition is no longer ours.</summary>
    public void GiveUp() => _output.GiveUp();

    /// <summary>Hands over what a batch came to, after the partition's own telling; waits while too much waits.</summary>
    public async ValueTask AddAsync(BatchHeader header, List<Contribution> contributions, CancellationToken token)
    {
        if (contributions.Count == 0)
        {
            return;
        }

        while (Volatile.Read(ref _waiting) > WaitingMax)
        {
            await _room.WaitAsync(token);
        }

        // INVARIANT (institutions): what was counted at once is told before what is told apart.
        await _output.Customers!.ReachedAsync(_toldAtOnce, token);
        _handed = Progress.Max(_handed, new Progress(header.To.Offset, 0));
        Interlocked.Add(ref _waiting, contributions.Count);
        _work.Writer.TryWrite(new Work(header, contributions));
    }

    /// <summary>Once it has ended.</summary>
    public void Dispose()
    {
        _teller.Dispose();
        _room.Dispose();
    }

    private async Task RunAsync(CancellationToken token)
    {
        while (await _work.Reader.WaitToReadAsync(token))
        {
            while (_work.Reader.TryRead(out var work))
            {
                await CountAsync(work, token);
                Interlocked.Add(ref _waiting, -work.Contributions.Count);
                if (_room.CurrentCount == 0)
                {
                    _room.Release();
                }
            }
        }
    }

    /// <summary>
    /// While a silo of an earlier version is there, which knows of no position of these limits: counts before the partition's own telling,
    /// which then tells both together.
    /// </summary>
    /// <returns>With what they come to, and without what they counted; as it was where they count apart.</returns>
    public async ValueTask<BatchOutcome> CountAtOnceAsync(BatchHeader header, BatchOutcome outcome, CancellationToken token)
    {
        if (outcome.Contributions.Count == 0 || _parts.Formats.AllReadNow)
        {
            return outcome;
        }

        await ToldAsync(token);
        var (violations, letters, held) = await CountAsync(header, outcome.Contributions, token);
        (_isUsed, _toldAtOnce) = (true, header.To);
        return outcome with { Violations = [.. outcome.Violations, .. violations], Letters = [.. outcome.Letters, .. letters], Contributions = [], Held = [.. outcome.Held, .. held] };
    }

    private async Task CountAsync(Work work, CancellationToken token)
    {
        var (violations, letters, held) = await CountAsync(work.Header, work.Contributions, token);
        await _teller.TellAsync(new Progress(work.Header.To.Offset, 0), violations, letters, held, token);
    }

    private async Task<(List<Untold<Violation>> Violations, IEnumerable<DeadLetter> Letters, IEnumerable<StepRecord> Held)> CountAsync(
        BatchHeader header, List<Contribution> contributions, CancellationToken token)
    {
        _violations.Published(Published);
        var institutions = contributions.GroupBy(contribution => contribution.Event.Institution, StringComparer.Ordinal);
        var counted = await Task.WhenAll(institutions.Select(one => CountAsync(one.Key, header, [.. one], token)).ToList());
        Array.ForEach(counted, one => _violations.Add(one.Violations));
        var held = counted.SelectMany(one => one.Held).OrderBy(one => one.Step);
        return (_violations.TakeUpTo(new Progress(header.To.Offset, 0)), counted.SelectMany(one => one.Letters), held);
    }

    // Again until it is counted or held: what is neither would never be counted.
    private async Task<Counted> CountAsync(string institution, BatchHeader header, Contribution[] contributions, CancellationToken token)
    {
        var (unit, begun) = (HeldUnit.OfInstitution(institution), Stopwatch.GetTimestamp());
        List<DeadLetter> letters = [];
        var isAgain = false;
        for (var wait = RetryAfterMin; !_units.Contains(unit); wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, RetryAfterMax.Ticks)))
        {
            try
            {
                var own = header with { To = new Progress(header.To.Offset, 0), Published = Published, Institutions = null };
                var reply = await _grains.Institution(institution).Apply(new InstitutionBatch(own, contributions, isAgain));
                if (reply is { Failure: null, Held: null })
                {
                    _parts.Degradations.DraftFailed(reply.DraftFailure);
                    return new Counted(reply.Violations, letters, []);
                }

                Hold(unit, reply.Held);
                contributions = reply.Failure is { } failure ? await WithoutAsync(failure, contributions, letters, token) : contributions;
            }
            catch (Exception passing) when (!token.IsCancellationRequested && _parts.Formats.AllReadNow)
            {
                // INVARIANT (tell once): it may have counted and answered all the same. A grain of an earlier version answers again to another
                // tenure alone.
                isAgain = true;
                Say(institution, Reason.Of(passing));
                Hold(unit, Stopwatch.GetElapsedTime(begun) >= HoldAfter ? Reason.Of(passing) : null);
            }

            await (_units.Contains(unit) ? Task.CompletedTask : Task.Delay(wait, token));
        }

        var partition = _output.Partition.Partition.Value;
        var held = contributions.GroupBy(contribution => contribution.Position.Offset).Select(one => _units.Put(_parts.HeldContributions.Of(unit, partition, [.. one])));
        return new Counted([], letters, [.. held.OfType<StepRecord>()]);
    }

    private void Hold(HeldUnit unit, string? reason)
    {
        if (reason is not null)
        {
            _units.Hold(unit, reason);
        }
    }

    // An event on which the judge fails twice is left out.
    private async Task<Contribution[]> WithoutAsync(JudgeFailure failure, Contribution[] contributions, List<DeadLetter> letters, CancellationToken token)
    {
        if (_suspects.TryAdd(failure.Offset, true))
        {
            return contributions;
        }

        var letter = (await _parts.Records.FetchAsync(_output.Partition, [failure], token)).Single();
        _parts.Degradations.JudgeFailed(letter.At.Partition.Value, LogNumber.OffsetOf(letter.At.Offset.Value), letter.Reason);
        _suspects.TryRemove(failure.Offset, out _);
        letters.Add(letter);
        return Array.FindAll(contributions, contribution => contribution.Position.Offset != failure.Offset);
    }

    private void Say(string institution, string reason)
    {
        if (_said != reason)
        {
            _said = reason;
            NotCounted(_parts.Logger, _output.Partition.Partition.Value, institution, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "limits over all customers of `{Institution}` do not count what partition {Partition} has for them ({Reason}); trying on, nothing else waits for it")]
    private static partial void NotCounted(ILogger logger, int partition, string institution, string reason);

    private sealed record Work(BatchHeader Header, List<Contribution> Contributions);

    private sealed record Counted(Untold<Violation>[] Violations, List<DeadLetter> Letters, List<StepRecord> Held);
}
