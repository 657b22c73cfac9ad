using Covenant.Grains.Cohorts;
using Orleans.Storage;

namespace Covenant.Silo.Topics;

/// <summary>The events' topic's row in grain storage: read, changed and written under its ETag by whichever silo comes first.</summary>
internal sealed class TopicRow([FromKeyedServices(CohortGrain.Storage)] IGrainStorage storage)
{
    private const string StateName = "topic";

    private static readonly GrainId Id = GrainId.Create(StateName, TopicNames.Events);

    /// <returns>Null where there is none.</returns>
    public async Task<StoredTopic?> ReadAsync(CancellationToken token)
    {
        var row = new GrainState<StoredTopic>(new StoredTopic());
        await storage.ReadStateAsync(StateName, Id, row).WaitAsync(token);
        return row.RecordExists ? row.State : null;
    }

    /// <param name="change">Changes what is stored; false where nothing is to be changed. Asked again where another silo has written
    /// meanwhile.</param>
    /// <returns>What is stored then.</returns>
    public async Task<StoredTopic> ChangeAsync(Func<StoredTopic, bool> change, CancellationToken token)
    {
        while (true)
        {
            var row = new GrainState<StoredTopic>(new StoredTopic());
            await storage.ReadStateAsync(StateName, Id, row).WaitAsync(token);
            row.State ??= new StoredTopic();
            if (!change(row.State))
            {
                return row.State;
            }

            try
            {
                await storage.WriteStateAsync(StateName, Id, row).WaitAsync(token);
                return row.State;
            }
            catch (InconsistentStateException)
            {
                // Another silo has: what it wrote is looked at first.
            }
        }
    }
}
