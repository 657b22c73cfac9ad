using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Tests.Events;

public sealed class EventAdmissionTests
{
    private static readonly DataUseEvent Noon = EventSample.Decode(EventSample.With("12:00:00.123Z", "12:00:00Z"));

    [Theory]
    [InlineData("2026-11-22T12:00:00Z", true)]
    [InlineData("2026-11-22T11:59:59.9999999Z", false)]
    [InlineData("2030-01-01T00:00:00Z", true)]
    public void A_time_may_be_a_day_after_its_record_and_no_tick_more(string recorded, bool admitted)
    {
        var defect = new EventAdmission(EventAdmission.DefaultAheadMax, _ => true).Check(Noon, EventTime.Parse(recorded));

        Assert.Equal(admitted, defect is null);
        Assert.True(admitted || defect!.Reason == EventDefectReason.TimeAhead);
    }

    [Fact]
    public void The_message_says_which_clock_is_wrong() =>
        Assert.Equal(
            "`time` is `2026-11-23T12:00:00Z`, more than PT1H after the record was written (`2026-11-23T10:00:00Z`); mend the producer's clock",
            new EventAdmission(TimeSpan.FromHours(1), _ => true).Check(Noon, EventTime.Parse("2026-11-23T10:00:00Z"))!.Message);

    [Fact]
    public void An_institution_needs_a_document() =>
        Assert.Equal(
            new EventDefect(EventDefectReason.UnknownInstitution, "there is no document for institution `paypal`; publish its agreement, or one with `status: abstained`"),
            new EventAdmission(EventAdmission.DefaultAheadMax, institution => institution == "western-union").Check(Noon, Noon.Time));

    [Theory]
    [MemberData(nameof(ReservedNames))]
    public void A_name_of_the_platforms_is_no_institutions_and_no_document_is_asked_for(string name) =>
        Assert.Equal(
            new EventDefect(EventDefectReason.InvalidInstitution, $"no institution can be called `{name}`: topics of the platform begin with this name; give the institution another, such as `{name}-bank`"),
            new EventAdmission(EventAdmission.DefaultAheadMax, _ => false).Check(Of(name), Noon.Time));

    public static TheoryData<string> ReservedNames => [.. PlatformNames.All];

    private static DataUseEvent Of(string institution) => EventSample.Decode(EventSample.With("\"paypal\"", $"\"{institution}\"").Replace("12:00:00.123Z", "12:00:00Z", StringComparison.Ordinal));
}
