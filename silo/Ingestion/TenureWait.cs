using Covenant.Silo.Checkpoints;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// What a tenure's loop waits for between two turns: records, a checkpoint that is due or done, idleness, or a nudge. For that loop; any
/// thread may nudge.
/// </summary>
internal sealed class TenureWait(WaitingRecords waiting, Checkpointer checkpoints, PartitionParts parts, CancellationToken aborted)
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private TaskCompletionSource _nudge = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool>? _more;

    /// <summary>The next turn begins at once.</summary>
    public void Nudge() => Volatile.Read(ref _nudge).TrySetResult();

    /// <returns>False once no more records come.</returns>
    public async ValueTask<bool> NextAsync()
    {
        if (waiting.TryPeek(out _))
        {
            return true;
        }

        _more ??= waiting.MoreAsync(aborted);
        var nudge = _nudge;
        var untilDue = checkpoints.Cycle.IsCompleted && checkpoints.DueIn < parts.Ingestion.IdleAfter ? checkpoints.DueIn : parts.Ingestion.IdleAfter;
        List<Task> reasons = [_more, Task.Delay(untilDue + Grain, parts.Clock, aborted), nudge.Task];
        reasons.AddRange(checkpoints.Cycle.IsCompleted ? [] : [checkpoints.Cycle]);
        await Task.WhenAny(reasons);
        if (nudge.Task.IsCompleted)
        {
            // INVARIANT (no nudge lost): the next turn looks at everything, and begins after this.
            Volatile.Write(ref _nudge, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        if (!_more.IsCompleted)
        {
            aborted.ThrowIfCancellationRequested();
            return true;
        }

        var more = await _more;
        _more = null;
        return more;
    }
}
