using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>
/// Grain state in Azure Table storage, a row for each. Writes of many grains join into transactions, one under way in each of <see cref="TableKey.Buckets"/> partitions;
/// every row is guarded by its ETag.
/// </summary>
internal sealed class TableStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    private readonly TableClient _table;
    private readonly IGrainStorageSerializer _serializer;
    private readonly StorageStart _start;
    private readonly Persistence _persistence;
    private readonly WriteBucket[] _buckets;

    public TableStorage(TableClient table, Serializer serializer, IOptions<StateOptions> options, TimeProvider clock, StateMetrics metrics, StorageStart start)
    {
        (_table, _serializer, _start) = (table, new HoldableSerializer(serializer), start);
        _persistence = new Persistence(clock, options.Value.RetryFor, metrics);
        _buckets = [.. Enumerable.Range(0, TableKey.Buckets).Select(_ => new WriteBucket(new GroupCommit(table, _persistence, metrics)))];
    }

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(TableStorage), ServiceLifecycleStage.RuntimeInitialize, _ => PrepareAsync());

    /// <summary>Creates the table where it is missing.</summary>
    public Task PrepareAsync() => _start.RunAsync(_table.Uri.Host, () => _table.CreateIfNotExistsAsync(), Persistence.IsDefinite);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = TableKey.Of(stateName, grainId);
        var row = await ReadAsync(stateName, grainId, key);
        (grainState.State, grainState.ETag, grainState.RecordExists) = row.HasValue
            ? (Read<T>(row.Value!), row.Value!.ETag.ToString(), true)
            : (Activator.CreateInstance<T>(), null!, false);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (key, write, what) = (TableKey.Of(stateName, grainId), Guid.NewGuid(), Named(stateName, grainId));
        var state = _serializer.Serialize(grainState.State).ToMemory();
        if (state.Length > StateRow.StateBytesMax)
        {
            throw new StateException($"{what} was not written: it has {state.Length} bytes, and a row takes {StateRow.StateBytesMax}");
        }

        var row = StateRow.Of(key, grainId, state.Span, write);
        var action = grainState.ETag is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(etag))
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        grainState.ETag = (await WriteAsync(key, new TableWrite(action, write, what, state.Length, _persistence.Deadline()))).ToString();
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (key, what) = (TableKey.Of(stateName, grainId), Named(stateName, grainId));
        if (grainState.ETag is { } etag)
        {
            var action = new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(key.Partition, key.Row), new ETag(etag));
            await WriteAsync(key, new TableWrite(action, Guid.NewGuid(), what, stateBytes: 0, _persistence.Deadline()));
        }
        else if ((await ReadAsync(stateName, grainId, key)).HasValue)
        {
            throw new InconsistentStateException($"{what} was written by another activation meanwhile");
        }

        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bucket in _buckets)
        {
            await bucket.DisposeAsync();
        }
    }

    private T? Read<T>(TableEntity row)
    {
        byte[] state;
        try
        {
            state = StateRow.StateOf(row);
        }
        catch (InvalidOperationException ofAnotherType)
        {
            return UnreadableRow.Of<T>(StateException.LineOf(ofAnotherType), ofAnotherType);
        }

        return _serializer.Deserialize<T>(new BinaryData(state));
    }

    private async Task<NullableResponse<TableEntity>> ReadAsync(string stateName, GrainId grainId, TableKey key)
    {
        try
        {
            return await _persistence.RunAsync(() => _table.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row));
        }
        catch (Exception refused) when (refused is StateException or RequestFailedException)
        {
            throw new StateException($"{Named(stateName, grainId)} was not read: {StateException.LineOf(refused)}", refused);
        }
    }

    private Task<ETag> WriteAsync(TableKey key, TableWrite write) => _buckets[TableKey.BucketOf(key.Row)].WriteAsync(write);

    private static string Named(string stateName, GrainId grain) => $"the state `{stateName}` of `{grain}`";
}
