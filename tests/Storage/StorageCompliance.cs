using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Storage;

/// <summary>What the silo relies on, whatever keeps its state.</summary>
public abstract class StorageCompliance
{
    public static TheoryData<string> OddKeys { get; } = ["a/b", @"a\b", "a#b", "a?b", "o'neill", "100%", "%2F", "a=b", "a:b", "ключ-鍵-🗝", "tab\tnew\nline\u0085", " ", "~", new string('k', 512), new string('鍵', 512)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(400)]
    [InlineData(63 * 1024)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(65 * 1024)]
    [InlineData(900 * 1024)]
    public async Task What_was_written_is_read(int size)
    {
        var (grain, bytes) = (Activation.NewGrain(), Activation.SomeBytes(size));
        var written = await (await NewAsync(grain)).WriteAsync(bytes);

        var read = await (await NewAsync(grain)).ReadAsync();

        Assert.True(read.Exists);
        Assert.Equal(bytes, read.Bytes);
        Assert.Equal(written.ETag, read.ETag);
    }

    [Fact]
    public async Task What_was_never_written_is_absent()
    {
        var read = await (await NewAsync(Activation.NewGrain())).ReadAsync();

        Assert.False(read.Exists);
        Assert.Null(read.ETag);
        Assert.Empty(read.Bytes);
    }

    [Fact]
    public async Task Every_write_moves_the_etag_and_replaces_the_state()
    {
        var grain = Activation.NewGrain();
        var activation = await NewAsync(grain);
        var etags = new List<string?>();
        foreach (var size in new[] { 200_000, 70_000, 10 })
        {
            etags.Add((await activation.WriteAsync(Activation.SomeBytes(size))).ETag);
        }

        Assert.Equal(3, etags.OfType<string>().Distinct().Count());
        Assert.Equal(Activation.SomeBytes(10), (await (await NewAsync(grain)).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task A_write_with_a_stale_etag_is_refused_and_changes_nothing()
    {
        var grain = Activation.NewGrain();
        await (await NewAsync(grain)).WriteAsync([1]);
        var (stale, fresh) = (await (await NewAsync(grain)).ReadAsync(), await (await NewAsync(grain)).ReadAsync());
        await fresh.WriteAsync([2]);

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.WriteAsync([3]));

        Assert.Equal([2], (await fresh.ReadAsync()).Bytes);
        await stale.ReadAsync();
        await stale.WriteAsync([4]);
        Assert.Equal([4], (await fresh.ReadAsync()).Bytes);
    }

    [Fact]
    public async Task A_first_write_where_there_is_a_state_is_refused_and_changes_nothing()
    {
        var grain = Activation.NewGrain();
        await (await NewAsync(grain)).WriteAsync([1]);

        await Assert.ThrowsAsync<InconsistentStateException>(async () => await (await NewAsync(grain)).WriteAsync([2]));

        Assert.Equal([1], (await (await NewAsync(grain)).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task What_was_cleared_is_absent_and_can_be_written_again()
    {
        var grain = Activation.NewGrain();
        var activation = await (await NewAsync(grain)).WriteAsync([1]);
        await activation.ClearAsync();

        Assert.False(activation.Exists);
        Assert.False((await (await NewAsync(grain)).ReadAsync()).Exists);
        await activation.WriteAsync([2]);
        Assert.Equal([2], (await (await NewAsync(grain)).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task Clearing_with_a_stale_etag_is_refused_and_changes_nothing()
    {
        var grain = Activation.NewGrain();
        var stale = await (await NewAsync(grain)).WriteAsync([1]);
        await (await (await NewAsync(grain)).ReadAsync()).WriteAsync([2]);

        await Assert.ThrowsAsync<InconsistentStateException>(stale.ClearAsync);
        await Assert.ThrowsAsync<InconsistentStateException>(async () => await (await NewAsync(grain)).ClearAsync());

        Assert.Equal([2], (await (await NewAsync(grain)).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task A_write_of_what_another_has_cleared_is_refused()
    {
        var grain = Activation.NewGrain();
        var stale = await (await NewAsync(grain)).WriteAsync([1]);
        await (await (await NewAsync(grain)).ReadAsync()).ClearAsync();

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.WriteAsync([2]));

        Assert.False((await (await NewAsync(grain)).ReadAsync()).Exists);
    }

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Any_key_finds_its_own_state(string key)
    {
        var run = Guid.NewGuid().ToString("N");
        var (grain, neighbour) = (GrainId.Create("customer", $"{run}/{key}"), GrainId.Create("customer", $"{run}/{key}'"));
        await (await NewAsync(grain)).WriteAsync([1]);
        await (await NewAsync(neighbour)).WriteAsync([2]);

        var read = await (await NewAsync(grain)).ReadAsync();
        Assert.Equal([1], read.Bytes);
        await read.WriteAsync([3]);
        await read.ClearAsync();
        Assert.Equal([2], (await (await NewAsync(neighbour)).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task States_of_one_grain_lie_apart_by_their_names()
    {
        var (grain, storage) = (Activation.NewGrain(), await StorageAsync());
        string[] names = ["customer", "customers", "customer/x", "customer:x"];
        await Task.WhenAll(names.Select((name, i) => new Activation(storage, grain, name).WriteAsync([(byte)i])));

        var read = await Task.WhenAll(names.Select(name => new Activation(storage, grain, name).ReadAsync()));

        Assert.Equal([0, 1, 2, 3], read.Select(activation => activation.Bytes.Single()));
    }

    [Fact]
    public async Task Many_grains_write_at_once()
    {
        var storage = await StorageAsync();
        var grains = Enumerable.Range(0, 2_000).Select(_ => Activation.NewGrain()).ToList();
        await Task.WhenAll(grains.Select((grain, i) => new Activation(storage, grain).WriteAsync(BitConverter.GetBytes(i))));

        var read = new List<int>();
        foreach (var some in grains.Chunk(100))
        {
            var activations = await Task.WhenAll(some.Select(grain => new Activation(storage, grain).ReadAsync()));
            read.AddRange(activations.Select(activation => BitConverter.ToInt32(activation.Bytes)));
        }

        Assert.Equal(Enumerable.Range(0, 2_000), read);
    }

    [Fact]
    public async Task Of_two_writers_at_once_one_wins()
    {
        var storage = await StorageAsync();
        for (var round = 0; round < 20; round++)
        {
            var grain = Activation.NewGrain();
            var writers = new[] { new Activation(storage, grain), new Activation(storage, grain) };
            for (byte write = 0; write < 3; write++)
            {
                var outcomes = await Task.WhenAll(writers.Select((writer, i) => Outcome.OfAsync(writer.WriteAsync([write, (byte)i]))));

                var winner = Assert.Single(Enumerable.Range(0, 2), i => outcomes[i] is null);
                Assert.IsType<InconsistentStateException>(outcomes[1 - winner]);
                await writers[1 - winner].ReadAsync();
                Assert.Equal([write, (byte)winner], writers[1 - winner].Bytes);
            }
        }
    }

    private protected abstract Task<IGrainStorage> StorageAsync();

    private async Task<Activation> NewAsync(GrainId grain) => new(await StorageAsync(), grain);
}
