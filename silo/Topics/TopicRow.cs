using Covenant.Grains.Cohorts;
using Orleans.Storage;

namespace Covenant.Silo.Topics;

/// <summary>The events' topic's row in grain storage: read, changed and written under its ETag by whichever silo comes first.</summary>
internal sealed class TopicRow([FromKeyedServices(CohortGrain.Storage)] IGrainStorage storage)
{
    private const string StateName = "topic";

    private static readonly GrainId Id = GrainId.Create(StateName, TopicNames.Events);

    /// <returns>Null where there is none.</returns>
    /// <exception cref="UnreadableTopicException">What is there is none.</exception>
    public async Task<StoredTopic?> ReadAsync(CancellationToken token) => await FindAsync(token) is { RecordExists: true } row ? row.State : null;

    /// <param name="change">Changes what is stored; false where nothing is to be changed. Asked again where another silo has written
    /// meanwhile.</param>
    /// <returns>What is stored then.</returns>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<StoredTopic> ChangeAsync(Func<StoredTopic, bool> change, CancellationToken token)
    {
        while (true)
        {
            var row = await FindAsync(token);
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

    private async Task<GrainState<StoredTopic>> FindAsync(CancellationToken token)
    {
        var row = new GrainState<StoredTopic>(new StoredTopic());
        try
        {
            await storage.ReadStateAsync(StateName, Id, row).WaitAsync(token);
            return row;
        }
        catch (InvalidDataException unreadable)
        {
            throw new UnreadableTopicException(
                $"the row `{Id}` in storage, one for the cluster, cannot be read ({unreadable.Message}); it is tried again now and then. Put it back, or start a version that reads it; or delete it: "
                + "then partitions that were added and have not caught up are read at once, and rows of partitions that were let go are asked about again");
        }
    }
}

/// <summary>The events' topic's row cannot be read. The message says in one line what to do.</summary>
internal sealed class UnreadableTopicException(string reason) : Exception(reason);
