using Covenant.Tests.Kafka;

namespace Covenant.Tests.Silo;

/// <summary>Agreements and events in through Kafka, violations and dead letters out, with everything between as it ships: once on each broker.</summary>
public abstract class PipelineTests
{
    /// <summary>Null = the silo's own.</summary>
    protected abstract Task<string?> AddressAsync();

    [Fact]
    public async Task The_samples_story_raises_its_violations_each_once_in_its_own_topic() => await StoryRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task Agreements_change_without_a_restart_and_a_bad_one_changes_nothing() => await AgreementChangeRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task What_cannot_be_read_becomes_a_dead_letter_and_the_next_event_is_judged() => await UnreadableRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task A_crowd_that_comes_faster_than_it_is_judged_waits_and_nothing_is_lost_doubled_or_out_of_order() => await CrowdRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task An_event_that_makes_the_judge_fail_becomes_a_dead_letter_and_its_neighbours_are_judged() => await JudgeFailureRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task A_customer_whose_stored_state_cannot_be_read_keeps_nobody_else_waiting() => await UnreadableStateRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task A_gateway_whose_clock_is_ahead_moves_nobody_elses() => await SkewRun.CheckAsync(await AddressAsync());

    [Fact]
    public async Task Obligations_fall_due_by_the_wall_clock_where_events_stopped() => await IdleRun.CheckAsync(await AddressAsync());
}

public sealed class EmbeddedPipelineTests : PipelineTests
{
    protected override Task<string?> AddressAsync() => Task.FromResult<string?>(null);
}

// One after the other with whatever else starts silos on this broker: each of them would judge the events of all.
[Collection(nameof(KafkaFixture))]
public sealed class RealPipelineTests(KafkaFixture kafka) : PipelineTests
{
    protected override async Task<string?> AddressAsync() => await kafka.AddressAsync();

    [Fact]
    public async Task A_silo_that_starts_again_goes_on_where_it_stopped() => await RestartRun.CheckAsync((await AddressAsync())!);
}
