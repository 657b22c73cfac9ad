using Covenant.Grains.Cohorts;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using StackExchange.Redis;

namespace Covenant.Tests.Storage;

/// <summary>What stands in Redis where a row should, and is none; and what may pass, and says nothing about a row.</summary>
public sealed class RedisRowTests
{
    private const string StateName = "cohort";

    private static readonly Dictionary<string, Func<IDatabase, RedisKey, Task>> Wrong = new()
    {
        ["a text"] = (redis, key) => redis.StringSetAsync(key, "oops"),
        ["a list"] = (redis, key) => redis.ListRightPushAsync(key, "oops"),
        ["a set"] = (redis, key) => redis.SetAddAsync(key, "oops"),
        ["no state"] = (redis, key) => redis.HashSetAsync(key, [new("etag", "abc")]),
        ["no etag"] = (redis, key) => redis.HashSetAsync(key, [new("data", "oops")]),
        ["other fields"] = (redis, key) => redis.HashSetAsync(key, [new("name", "oops"), new("value", "oops")]),
        ["an empty state"] = (redis, key) => redis.HashSetAsync(key, [new("etag", "abc"), new("data", "")]),
        ["damaged bytes"] = (redis, key) => redis.HashSetAsync(key, [new("etag", "abc"), new("data", "oops")]),
    };

    private readonly GrainId _grain = Activation.NewGrain();

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_no_row_is_said_to_be_unreadable_and_is_written_over_where_nothing_else_was_put_there(string name)
    {
        await using var run = await StartAsync();
        await Wrong[name](run.Database, run.Key(_grain));
        var (first, second) = (await run.ReadAsync(_grain), await run.ReadAsync(_grain));
        Assert.NotEmpty(first.State!.Unreadable!);
        Assert.True(first.RecordExists);
        await Assert.ThrowsAsync<InvalidDataException>(() => run.Storage.ReadStateAsync(StateName, _grain, new GrainState<StoredPartition>(new StoredPartition())));

        first.State = new StoredCohort { Customers = [1, 2, 3] };
        await run.Storage.WriteStateAsync(StateName, _grain, first);
        await Assert.ThrowsAsync<InconsistentStateException>(() => run.Storage.WriteStateAsync(StateName, _grain, second));
        var read = await run.ReadAsync(_grain);
        Assert.Equal((null, first.ETag), (read.State!.Unreadable, read.ETag));
        Assert.Equal([1, 2, 3], read.State.Customers);
        await run.Storage.WriteStateAsync(StateName, _grain, read);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_no_row_is_deleted(string name)
    {
        await using var run = await StartAsync();
        await Wrong[name](run.Database, run.Key(_grain));
        var state = await run.ReadAsync(_grain);
        Assert.NotNull(state.State!.Unreadable);
        await run.Storage.ClearStateAsync(StateName, _grain, state);
        Assert.False((await run.ReadAsync(_grain)).RecordExists);
    }

    [Fact]
    public async Task A_row_on_which_somebody_has_put_a_text_was_written_by_another()
    {
        await using var run = await StartAsync();
        var state = await run.ReadAsync(_grain);
        await run.Storage.WriteStateAsync(StateName, _grain, state);
        await run.Database.StringSetAsync(run.Key(_grain), "oops");
        await Assert.ThrowsAsync<InconsistentStateException>(() => run.Storage.WriteStateAsync(StateName, _grain, state));
        await Assert.ThrowsAsync<InconsistentStateException>(() => run.Storage.ClearStateAsync(StateName, _grain, state));
        Assert.NotNull((await run.ReadAsync(_grain)).State!.Unreadable);
    }

    [Fact]
    public async Task A_field_more_changes_nothing()
    {
        await using var run = await StartAsync();
        var state = await run.ReadAsync(_grain);
        state.State = new StoredCohort { Customers = [1, 2, 3] };
        await run.Storage.WriteStateAsync(StateName, _grain, state);
        await run.Database.HashSetAsync(run.Key(_grain), "note", "mine");
        var read = await run.ReadAsync(_grain);
        Assert.Equal([1, 2, 3], read.State!.Customers);
        Assert.Equal(state.ETag, read.ETag);
    }

    // MASTERDOWN for reads and READONLY for writes, OOM, and nobody there.
    [Fact]
    public async Task A_redis_that_does_not_serve_now_says_nothing_about_a_row()
    {
        await using var run = await StartAsync();
        await Wrong["a text"](run.Database, run.Key(_grain));
        var (wrong, fresh) = (await run.ReadAsync(_grain), await run.ReadAsync(Activation.NewGrain()));

        await run.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        await PassesAsync(() => run.Storage.WriteStateAsync(StateName, Activation.NewGrain(), fresh));
        await run.Database.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        await run.Database.ExecuteAsync("CONFIG", "SET", "replica-serve-stale-data", "no");
        await run.Database.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        await PassesAsync(() => run.ReadAsync(_grain));
        await PassesAsync(() => run.ReadAsync(Activation.NewGrain()));
        await PassesAsync(() => run.Storage.WriteStateAsync(StateName, _grain, wrong));
        await run.Database.ExecuteAsync("REPLICAOF", "NO", "ONE");
        Assert.NotNull((await run.ReadAsync(_grain)).State!.Unreadable);

        await run.Node.DieAsync();
        await PassesAsync(() => run.ReadAsync(_grain));
        await PassesAsync(() => run.Storage.WriteStateAsync(StateName, _grain, wrong));
    }

    private static async Task PassesAsync(Func<Task> call)
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(call);
        Assert.False(failed is InconsistentStateException or InvalidDataException, failed.ToString());
    }

    private static async Task<Run> StartAsync()
    {
        RedisFixture.Require();
        var node = await RedisNode.StartAsync(RedisNode.FindProgram()!);
        var connection = await ConnectionMultiplexer.ConnectAsync($"{node.Address},allowAdmin=true");
        var (storage, probe) = (await Services.StorageAsync(("Provider", "Redis"), ("ConnectionString", node.Address)), Activation.NewGrain());
        await storage.WriteStateAsync(StateName, probe, new GrainState<StoredCohort>(new StoredCohort()));
        var key = (await connection.GetServers()[0].KeysAsync(pattern: $"*{probe}").SingleAsync()).ToString();
        return new Run(node, storage, connection, key[..^probe.ToString().Length]);
    }

    private sealed record Run(RedisNode Node, IGrainStorage Storage, ConnectionMultiplexer Connection, string Prefix) : IAsyncDisposable
    {
        public IDatabase Database => Connection.GetDatabase();

        public RedisKey Key(GrainId grain) => $"{Prefix}{grain}";

        public async Task<GrainState<StoredCohort>> ReadAsync(GrainId grain)
        {
            var read = new GrainState<StoredCohort>(new StoredCohort());
            await Storage.ReadStateAsync(StateName, grain, read);
            return read;
        }

        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            await Node.DisposeAsync();
        }
    }
}
