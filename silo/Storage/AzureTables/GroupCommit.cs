using Azure;
using Azure.Data.Tables;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>Writes a group in one transaction, and again without those that are refused, until each write has its end.</summary>
internal sealed class GroupCommit(TableClient table, Persistence persistence, StateMetrics metrics)
{
    public async Task RunAsync(List<TableWrite> group)
    {
        for (var attempt = 0; group.Count > 0;)
        {
            try
            {
                var answers = await table.SubmitTransactionAsync(group.Select(write => write.Action));
                metrics.Transaction(group.Count);
                for (var i = 0; i < group.Count; i++)
                {
                    group[i].Succeed(answers.Value[i].Headers.ETag ?? default);
                }

                return;
            }
            catch (Exception refused) when (Persistence.IsDefinite(refused))
            {
                await SettleAsync(group, refused);
                attempt = 0;
            }
            catch (Exception lost)
            {
                await HoldOnAsync(group, lost, attempt++);
            }
        }
    }

    // None of them is in, for a transaction is all or nothing, but what an earlier try may have put in.
    private async Task SettleAsync(List<TableWrite> group, Exception refused)
    {
        var index = (refused as TableTransactionFailedException)?.FailedTransactionActionIndex ?? (group.Count == 1 ? 0 : null);
        if (index is not { } at || at >= group.Count)
        {
            await SettleApartAsync(group, refused);
            return;
        }

        var culprit = group[at];
        if (!IsConflict(refused))
        {
            culprit.Fail(StateException.LineOf(refused), refused);
        }
        else if (!group.Exists(write => write.MayBeIn))
        {
            Refuse(culprit);
        }
        else
        {
            await FindOutAsync(group);
            if (!culprit.Written.IsCompleted)
            {
                Refuse(culprit);
            }
        }

        group.RemoveAll(write => write.Written.IsCompleted);
    }

    // The answer names no row. Where it is about the rows and not about who asks, halves tell which of them it is.
    private async Task SettleApartAsync(List<TableWrite> group, Exception refused)
    {
        if (group.Count > 1 && refused is RequestFailedException { Status: 400 or 409 or 412 or 413 })
        {
            var half = group.Count / 2;
            await RunAsync(group[..half]);
            await RunAsync(group[half..]);
        }

        group.ForEach(write => write.Fail(StateException.LineOf(refused), refused));
        group.Clear();
    }

    private async Task HoldOnAsync(List<TableWrite> group, Exception lost, int attempt)
    {
        group.ForEach(write => write.MayBeIn = true);
        foreach (var write in group.Where(write => persistence.IsOver(write.Deadline)))
        {
            write.Fail($"the storage did not take it within `{persistence.RetryFor}`, and the last it said was: {StateException.LineOf(lost)}", lost);
        }

        group.RemoveAll(write => write.Written.IsCompleted);
        if (group.Count > 0)
        {
            metrics.Retry();
            await persistence.PauseAsync(attempt, lost);
        }
    }

    // INVARIANT (unknown outcome): the write id in a row is that of the last write that took effect, so a row that bears ours is ours, and its ETag the one to go on with.
    private async Task FindOutAsync(List<TableWrite> group)
    {
        foreach (var write in group.Where(write => write.MayBeIn))
        {
            try
            {
                var row = await persistence.RunAsync(() => table.GetEntityIfExistsAsync<TableEntity>(write.Action.Entity.PartitionKey, write.Row, [StateRow.WriteProperty]));
                if (write.IsDelete ? !row.HasValue : row.HasValue && row.Value!.GetGuid(StateRow.WriteProperty) == write.Id)
                {
                    write.Succeed(row.HasValue ? row.Value!.ETag : default);
                }
                else
                {
                    write.MayBeIn = false;
                }
            }
            catch (Exception unanswered) when (unanswered is StateException or RequestFailedException)
            {
                write.Fail($"whether it is in could not be found out: {StateException.LineOf(unanswered)}", unanswered);
            }
        }
    }

    private void Refuse(TableWrite write)
    {
        metrics.Conflict();
        write.Conflict();
    }

    // Another ETag; there already; no more there.
    private static bool IsConflict(Exception refused) => refused is RequestFailedException { Status: 412 or 409 or 404 } answer && answer.ErrorCode != "TableNotFound";
}
