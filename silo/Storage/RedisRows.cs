using Covenant.Contracts.Showing;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace Covenant.Silo.Storage;

/// <summary>
/// Rows as Orleans' provider for Redis writes them, read by ourselves: it takes a hash that is not whole for no row, and a key of another
/// type for a failure that may pass.
/// </summary>
/// <param name="rows">Orleans' provider, which writes.</param>
internal sealed class RedisRows(IGrainStorage rows, RedisStart redis, Serializer serializer) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    // In place of an ETag: what stands under the key is no row. Orleans' are hexadecimal.
    private const string NoRow = "no row";

    private const string ETag = "etag";

    private const string Data = "data";

    private const string OfAnotherType = "it is of another type than a hash";

    private const int KeyCharsMax = 200;

    // Only what is still no row is written over: one that was put back, or that another silo wrote, is newer.
    private const string Replace =
        """
        local row = redis.pcall('HMGET', KEYS[1], 'etag', 'data')
        if not row['err'] and row[1] and row[2] then return -1 end
        redis.call('DEL', KEYS[1])
        if ARGV[1] ~= '' then redis.call('HMSET', KEYS[1], 'etag', ARGV[1], 'data', ARGV[2]) end
        return 0
        """;

    private readonly HoldableSerializer _serializer = new(serializer);

    public void Participate(ISiloLifecycle observer) => (rows as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = redis.KeyOf(stateName, grainId);
        (grainState.State, grainState.ETag, grainState.RecordExists) = await HashAsync(key) switch
        {
            null => (UnreadableRow.Of<T>(NotARow(key, OfAnotherType)), NoRow, true),
            { Length: 0 } => (Activator.CreateInstance<T>(), null!, false),
            var fields => Read<T>(key, Field(fields, ETag), Field(fields, Data)),
        };
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = redis.KeyOf(stateName, grainId);
        if (grainState.ETag == NoRow)
        {
            var etag = Guid.NewGuid().ToString("N");
            await ReplaceAsync(key, etag, _serializer.Serialize(grainState.State).ToMemory());
            (grainState.ETag, grainState.RecordExists) = (etag, true);
            return;
        }

        try
        {
            await rows.WriteStateAsync(stateName, grainId, grainState);
        }
        catch (Exception failed) when (failed is not InconsistentStateException)
        {
            await ThrowWhereNoRowAsync(key, failed);
            throw;
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = redis.KeyOf(stateName, grainId);
        if (grainState.ETag == NoRow)
        {
            await ReplaceAsync(key, "", default);
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
            return;
        }

        try
        {
            await rows.ClearStateAsync(stateName, grainId, grainState);
        }
        catch (Exception failed) when (failed is not InconsistentStateException)
        {
            await ThrowWhereNoRowAsync(key, failed);
            throw;
        }
    }

    /// <returns>Null where the key is of another type.</returns>
    /// <exception cref="StateException">Redis does not answer, or refuses for a reason that may pass.</exception>
    private async Task<HashEntry[]?> HashAsync(RedisKey key)
    {
        try
        {
            return await redis.Database.HashGetAllAsync(key);
        }
        catch (RedisServerException refused) when (IsOfAnotherType(refused))
        {
            return null;
        }
        catch (Exception failed)
        {
            throw new StateException($"the row `{Named(key)}` was not read: {StateException.LineOf(failed)}", failed);
        }
    }

    private static RedisValue Field(HashEntry[] fields, string name) => Array.Find(fields, field => field.Name == name).Value;

    private (T State, string ETag, bool Exists) Read<T>(RedisKey key, RedisValue etag, RedisValue data) =>
        etag.IsNullOrEmpty || data.IsNull ? (UnreadableRow.Of<T>(NotARow(key, $"it lacks `{ETag}` or `{Data}`")), NoRow, true)
        : data.IsNullOrEmpty ? (UnreadableRow.Of<T>(NotARow(key, $"its `{Data}` is empty")), etag!, true)
        : (_serializer.Deserialize<T>(new BinaryData((ReadOnlyMemory<byte>)data)), etag!, true);

    private async Task ReplaceAsync(RedisKey key, string etag, ReadOnlyMemory<byte> state)
    {
        try
        {
            if ((int)await redis.Database.ScriptEvaluateAsync(Replace, [key], [etag, state]) == 0)
            {
                return;
            }
        }
        catch (Exception failed)
        {
            throw new StateException($"the row `{Named(key)}` was not written: {StateException.LineOf(failed)}", failed);
        }

        throw new InconsistentStateException($"the row `{Named(key)}` is there again");
    }

    // Whoever has written there is another, and what it wrote is read before anything else is done.
    private async Task ThrowWhereNoRowAsync(RedisKey key, Exception failed)
    {
        try
        {
            _ = await redis.Database.HashExistsAsync(key, ETag);
        }
        catch (RedisServerException refused) when (IsOfAnotherType(refused))
        {
            throw new InconsistentStateException(NotARow(key, OfAnotherType), failed);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            // What it failed for first is said.
        }
    }

    // The first word of a refusal is its code; all others (LOADING, READONLY, OOM, MASTERDOWN, NOPERM...) say nothing about the row.
    private static bool IsOfAnotherType(RedisServerException refused) => refused.Message.StartsWith("WRONGTYPE ", StringComparison.Ordinal);

    private static string NotARow(RedisKey key, string why) => $"what stands in Redis under `{Named(key)}` is no row of Covenant's: {why}";

    private static string Named(RedisKey key) => Shown.Beginning(key.ToString(), KeyCharsMax);
}
