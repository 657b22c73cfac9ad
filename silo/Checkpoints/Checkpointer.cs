using Covenant.Contracts.Grains;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>
/// Moves a partition's checkpoint: remembers which cohorts were touched since, has them stored over the interval, and says so in the partition's row. One for
/// each tenure.
/// </summary>
/// <remarks>The partition's loop touches, asks and begins. A cycle runs beside it, and shares with it only what was touched before it began, which no longer changes.</remarks>
internal sealed class Checkpointer(
    CohortWriter cohorts, PartitionDeadlines deadlines, UntoldViolations untold, PartitionRow row, PartitionOutput output, InstitutionLane institutions, CohortLayout layout, SkewHistory skews, string owner, CheckpointOptions options, CheckpointMetrics metrics, TimeProvider clock, CancellationToken token)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private Dictionary<int, long> _touched = [];
    private volatile Dictionary<int, long> _inWriting = [];
    private volatile bool _isHurried;
    private Task<string?> _cycle = Task.FromResult<string?>(null);
    private readonly TaskCompletionSource _hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _begun = clock.GetTimestamp();
    private long _written = clock.GetTimestamp();

    /// <summary>The cycle that was begun last; its result is why the tenure cannot go on, null where it can.</summary>
    public Task<string?> Cycle => _cycle;

    /// <summary>How long ago the last one was written, or the tenure began.</summary>
    public TimeSpan Age => clock.GetElapsedTime(Interlocked.Read(ref _written));

    /// <summary>Whether a cycle is to begin at the next border between two batches.</summary>
    public bool IsDue => _cycle.IsCompleted && (_isHurried ? !_hurried.Task.IsCompleted : DueIn == TimeSpan.Zero);

    public TimeSpan DueIn
    {
        get
        {
            var left = options.Every - clock.GetElapsedTime(_begun);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The last offset that was sent to the cohort since the checkpoint; -1 = none.</summary>
    public long LastSent(int cohort) => _touched.TryGetValue(cohort, out var last) || _inWriting.TryGetValue(cohort, out last) ? last : -1;

    public void Touch(int cohort, long lastSent) => _touched[cohort] = lastSent;

    /// <summary>From now on cohorts are stored as fast as storage takes them, and cycles follow each other.</summary>
    public void Hurry() => _isHurried = true;

    /// <summary>Completes with the first cycle that was hurried from its beginning.</summary>
    public Task Hurried => _hurried.Task;

    /// <summary>Begins a cycle: between two batches, while none is under way.</summary>
    /// <param name="times">The partition's, by its log alone.</param>
    public void Begin(Progress at, PartitionTimes times)
    {
        _begun = clock.GetTimestamp();
        _cycle = RunAsync(at, times, owner, _isHurried);
    }

    /// <summary>A last checkpoint, with which the partition is given back. For when the partition's loop has ended.</summary>
    /// <returns>Why it could not be; null where it was.</returns>
    public async Task<string?> ReleaseAsync(Progress at, PartitionTimes times)
    {
        Hurry();
        if (await _cycle is { } lost)
        {
            return lost;
        }

        return await (_cycle = RunAsync(at, times, newOwner: null, isHurried: true));
    }

    private async Task<string?> RunAsync(Progress at, PartitionTimes times, string? newOwner, bool isHurried)
    {
        var begun = clock.GetTimestamp();
        (var touched, _touched) = (_inWriting = _touched, []);

        // INVARIANT (due): whoever has something that is told further on is due in the row: it may have nothing else that is, and then nobody would ask it again.
        foreach (var violation in untold.Waiting)
        {
            deadlines.Add(layout.Of(violation.Institution, violation.Customer), violation.Time);
        }

        deadlines.BeginCheckpoint();
        var counted = institutions.ToldAsync(token);
        if (await cohorts.StoreAsync(touched, () => _isHurried ? TimeSpan.Zero : DueIn, token) is { } gap)
        {
            return $"cohort {gap} lacks what was sent to it";
        }

        // INVARIANT (checkpoint): every cohort touched below the row's checkpoint is in storage, and what that came to is told.
        await output.ReachedAsync(at, token);
        await counted;
        while (!await TryWriteAsync(at, times, newOwner))
        {
            await Task.Delay(RetryAfter, clock, token);
        }

        Interlocked.Exchange(ref _written, clock.GetTimestamp());
        metrics.Done(clock.GetElapsedTime(begun), touched.Count);
        _inWriting = [];
        if (isHurried)
        {
            _hurried.TrySetResult();
        }

        return null;
    }

    private async Task<bool> TryWriteAsync(Progress at, PartitionTimes times, string? newOwner)
    {
        try
        {
            var due = await deadlines.WriteAsync(token);
            await row.WriteAsync(new StoredPartition
            {
                Checkpoint = at.Offset,
                Wakes = at.Wakes,
                Clock = times.Clock,
                Recorded = times.Recorded,
                IsAdmitted = times.IsAdmitted,
                Skews = skews,
                Owner = newOwner,
                Deadlines = due,
                Cohorts = layout.Name,
            });
            await deadlines.ForgetAsync();
            return true;
        }
        catch (Exception passing) when (passing is not (InconsistentStateException or OperationCanceledException or UnreadableChunkException))
        {
            cohorts.Say(passing);
            return false;
        }
    }
}
