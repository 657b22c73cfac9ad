using Covenant.Silo.Storage;
using Covenant.Silo.Storage.AzureTables;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Storage;

/// <summary>What our provider for Azure Tables does with many writes, and with answers that are late, lost or say no.</summary>
public sealed class GroupCommitTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Writes_that_come_together_share_transactions()
    {
        var traffic = await TrafficAsync();
        var grains = GrainsOfOneBucket(300);
        var before = traffic.Transactions;

        await Task.WhenAll(grains.Select(grain => new Activation(traffic.Tables, grain).WriteAsync([1])));

        // Three full ones and what the first did not wait for; more only where the machine is slow to come with the writes.
        Assert.InRange(traffic.Transactions - before, 3, 30);
    }

    [Fact]
    public async Task A_lone_write_is_one_transaction()
    {
        var traffic = await TrafficAsync();
        var before = traffic.Transactions;

        await new Activation(traffic.Tables, Activation.NewGrain()).WriteAsync([1]);

        Assert.Equal(1, traffic.Transactions - before);
    }

    [Fact]
    public async Task Large_states_share_no_more_than_a_transaction_takes()
    {
        var traffic = await TrafficAsync();
        var grains = GrainsOfOneBucket(12);

        await Task.WhenAll(grains.Select((grain, i) => new Activation(traffic.Tables, grain).WriteAsync(Activation.SomeBytes(900 * 1024, i))));

        for (var i = 0; i < grains.Count; i++)
        {
            Assert.Equal(Activation.SomeBytes(900 * 1024, i), (await new Activation(traffic.Tables, grains[i]).ReadAsync()).Bytes);
        }
    }

    [Fact]
    public async Task One_conflict_in_a_full_transaction_fails_one_write()
    {
        var traffic = await TrafficAsync();
        var grains = GrainsOfOneBucket(WriteGroup.RowsMax + 1);
        var stale = grains[57];
        var activations = await Task.WhenAll(grains.Select(grain => new Activation(traffic.Tables, grain).WriteAsync([1])));
        await (await new Activation(traffic.Tables, stale).ReadAsync()).WriteAsync([2]);

        var outcomes = await Task.WhenAll(activations.Select(activation => Outcome.OfAsync(activation.WriteAsync([3]))));

        Assert.IsType<InconsistentStateException>(outcomes[57]);
        Assert.Single(outcomes.OfType<Exception>());
        Assert.Equal([2], (await new Activation(traffic.Tables, stale).ReadAsync()).Bytes);
        Assert.Equal([3], (await new Activation(traffic.Tables, grains[58]).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task A_state_that_is_too_large_is_refused_by_name_and_its_neighbours_are_written()
    {
        var traffic = await TrafficAsync();
        var grains = GrainsOfOneBucket(20);

        var outcomes = await Task.WhenAll(grains.Select((grain, i) => Outcome.OfAsync(new Activation(traffic.Tables, grain).WriteAsync(Activation.SomeBytes(i == 7 ? 1024 * 1024 : 100)))));

        var refused = Assert.IsType<StateException>(Assert.Single(outcomes.OfType<Exception>()));
        Assert.Matches($"^the state `customer` of `{grains[7]}` was not written: it has 10[0-9]{{5}} bytes, and a row takes 1032192$", refused.Message);
        Assert.All(grains.Where((_, i) => i != 7), grain => Assert.Null(outcomes[grains.IndexOf(grain)]));
    }

    [Fact]
    public async Task A_throttled_write_is_sent_again_after_the_time_that_was_asked_for()
    {
        var traffic = await TrafficAsync();
        var clock = TimeProvider.System;
        var (grain, begun) = (Activation.NewGrain(), clock.GetTimestamp());
        traffic.ThrottleNext(2);

        await new Activation(traffic.Tables, grain).WriteAsync([1]);

        // Twice a second, of which chance may take half.
        Assert.True(clock.GetElapsedTime(begun) >= TimeSpan.FromSeconds(1));
        Assert.Equal([1], (await new Activation(traffic.Tables, grain).ReadAsync()).Bytes);
    }

    [Fact]
    public async Task A_storage_that_breaks_for_longer_than_it_is_tried_fails_the_write_and_nothing_else()
    {
        var traffic = await TrafficAsync(TimeSpan.FromSeconds(1));
        var activation = new Activation(traffic.Tables, Activation.NewGrain());
        traffic.BreakNext(1_000);

        var failure = await Assert.ThrowsAsync<StateException>(() => activation.WriteAsync([1]));

        Assert.Contains("the storage did not take it within `00:00:01`", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.False((await activation.ReadAsync()).Exists);
    }

    [Fact]
    public async Task Writes_that_got_in_while_the_answer_was_lost_are_found_to_be_in()
    {
        var traffic = await TrafficAsync();
        var activations = GrainsOfOneBucket(150).ConvertAll(grain => new Activation(traffic.Tables, grain));

        // Added, replaced and deleted: each in its own way it cannot be done twice.
        traffic.LoseAnswers(2);
        await Task.WhenAll(activations.Select(activation => activation.WriteAsync([1])));
        traffic.LoseAnswers(2);
        await Task.WhenAll(activations.Select(activation => activation.WriteAsync([2])));
        await Task.WhenAll(activations.Select(activation => activation.WriteAsync([3])));
        Assert.All(await Task.WhenAll(activations.Select(activation => activation.ReadAsync())), activation => Assert.Equal([3], activation.Bytes));
        traffic.LoseAnswers(2);
        await Task.WhenAll(activations.Select(activation => activation.ClearAsync()));
        Assert.All(await Task.WhenAll(activations.Select(activation => activation.ReadAsync())), activation => Assert.False(activation.Exists));
    }

    [Fact]
    public async Task A_conflict_is_still_one_where_the_first_answer_was_lost()
    {
        var traffic = await TrafficAsync();
        var grain = Activation.NewGrain();
        var stale = await new Activation(traffic.Tables, grain).WriteAsync([1]);
        await (await new Activation(traffic.Tables, grain).ReadAsync()).WriteAsync([2]);
        traffic.LoseAnswers(1);

        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.WriteAsync([3]));

        Assert.Equal([2], (await stale.ReadAsync()).Bytes);
    }

    private async Task<TableTraffic> TrafficAsync(TimeSpan? retryFor = null) => await TableTraffic.ToAsync((await azurite.NodeAsync()).ConnectionString, retryFor);

    private static List<GrainId> GrainsOfOneBucket(int count)
    {
        var grains = new List<GrainId>();
        while (grains.Count < count)
        {
            var grain = Activation.NewGrain();
            if (TableKey.Of("customer", grain).Partition == TableKey.PartitionOf(0))
            {
                grains.Add(grain);
            }
        }

        return grains;
    }
}
