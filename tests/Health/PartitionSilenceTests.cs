using Covenant.Contracts.Grains;
using Covenant.Silo.Health;

namespace Covenant.Tests.Health;

public sealed class PartitionSilenceTests
{
    private readonly PartitionSilence _silence;
    private TimeSpan _now;

    public PartitionSilenceTests() => _silence = new PartitionSilence(() => _now);

    [Fact]
    public void A_record_behind_the_position_is_silence_from_when_it_was_first_seen()
    {
        Look(told: 10, end: 11);
        Assert.False(_silence.IsDoubtful);
        Look(told: 10, end: 11);
        Assert.True(_silence.IsDoubtful);
        _silence.Find(hasRecord: true);
        Look(told: 10, end: 20);

        Assert.Equal(TimeSpan.FromSeconds(9), _silence.Lasts);
        Look(told: 15, end: 20);
        Assert.Null(_silence.Lasts);
    }

    [Fact]
    public void A_log_that_ends_with_a_marker_has_nothing_to_tell_until_it_goes_on()
    {
        Look(told: 10, end: 11);
        Look(told: 10, end: 11);
        _silence.Find(hasRecord: false);
        Look(told: 10, end: 11);
        Assert.False(_silence.IsDoubtful);
        Assert.Null(_silence.Lasts);

        Look(told: 10, end: 12);
        Look(told: 10, end: 12);
        Assert.True(_silence.IsDoubtful);

        // The position moves over what is no record.
        Look(told: 12, end: 12);
        Assert.False(_silence.IsDoubtful);
        Assert.Null(_silence.Lasts);
    }

    [Fact]
    public void A_topic_that_nobody_has_written_to_has_nothing_to_tell()
    {
        Look(told: -1001, end: 0);
        Look(told: -1001, end: 0);
        Assert.False(_silence.IsDoubtful);
        Assert.Null(_silence.Lasts);
    }

    [Fact]
    public void What_is_judged_and_not_told_is_silence_though_no_broker_can_be_asked()
    {
        _silence.See(new Progress(5, 0), hasToTell: true);
        _now += TimeSpan.FromSeconds(16);
        _silence.See(new Progress(5, 0), hasToTell: true);
        Assert.Equal(TimeSpan.FromSeconds(16), _silence.Lasts);

        _silence.See(new Progress(6, 0), hasToTell: true);
        Assert.Equal(TimeSpan.Zero, _silence.Lasts);
        _silence.See(new Progress(7, 0), hasToTell: false);
        Assert.Null(_silence.Lasts);
    }

    private void Look(long told, long end)
    {
        _silence.See(told, end);
        _now += TimeSpan.FromSeconds(3);
    }
}
