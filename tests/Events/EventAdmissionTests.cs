using Covenant.Contracts.Events;

namespace Covenant.Tests.Events;

public sealed class EventAdmissionTests
{
    private static readonly DataUseEvent Noon = EventSample.Decode(EventSample.With("12:00:00.123Z", "12:00:00Z"));

    [Theory]
    [InlineData("2026-11-22T12:00:00Z", true)]
    [InlineData("2026-11-22T11:59:59.9999999Z", false)]
    [InlineData("2030-01-01T00:00:00Z", true)]
    public void A_time_may_be_a_day_ahead_of_the_clock_and_no_tick_more(string now, bool admitted)
    {
        var defect = new EventAdmission(EventAdmission.DefaultAheadMax, _ => true).Check(Noon, EventTime.Parse(now));

        Assert.Equal(admitted, defect is null);
        Assert.True(admitted || defect!.Reason == EventDefectReason.TimeAhead);
    }

    [Fact]
    public void The_message_says_which_clock_is_wrong() =>
        Assert.Equal(
            "`time` is `2026-11-23T12:00:00Z`, more than PT1H ahead of the clock (`2026-11-23T10:00:00Z`); mend the producer's clock",
            new EventAdmission(TimeSpan.FromHours(1), _ => true).Check(Noon, EventTime.Parse("2026-11-23T10:00:00Z"))!.Message);

    [Fact]
    public void A_replay_asks_no_clock() => Assert.Null(new EventAdmission(null, _ => true).Check(Noon, EventTime.Epoch));

    [Fact]
    public void An_institution_needs_a_document() =>
        Assert.Equal(
            new EventDefect(EventDefectReason.UnknownInstitution, "there is no document for institution `paypal`; publish its agreement, or one with `status: abstained`"),
            new EventAdmission(null, institution => institution == "western-union").Check(Noon, EventTime.Epoch));
}
