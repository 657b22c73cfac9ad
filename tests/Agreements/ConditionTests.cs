using Xunit;

namespace Covenant.Tests.Agreements;

public class ConditionTests
{
    [Theory]
    [InlineData("{ once: ConsentGiven }", "once(operation=ConsentGiven)")]
    [InlineData("{ once: ConsentGiven, within: P1Y }", "once(operation=ConsentGiven within P1Y)")]
    [InlineData("{ once: { operation: Approved, role: bank }, within: PT0S, match: item }", "once(operation=Approved&role=bank within PT0S match item)")]
    [InlineData("{ since: { start: ConversationOpened, end: [ConversationClosed, ConversationMoved] }, match: [conversation] }",
        "since(operation=ConversationOpened until operation=ConversationClosed|ConversationMoved match conversation)")]
    [InlineData("{ not: { once: ConsentWithdrawn } }", "not(once(operation=ConsentWithdrawn))")]
    [InlineData("{ any: [{ once: Notified }, { once: Approved }] }", "any(once(operation=Notified); once(operation=Approved))")]
    [InlineData("{ all: [{ once: Notified }, { not: { once: Approved, match: [item] } }, { during: { days: mon } }], match: [recipient] }",
        "all(once(operation=Notified match recipient); not(once(operation=Approved match recipient+item)); during(..,Monday,-,UTC))")]
    [InlineData("{ once: Notified, match: [customerPresent, attributes.case, purposes] }", "once(operation=Notified match purposes+customerPresent+attributes.case)")]
    [InlineData("{ during: { from: 2026-01-01, to: 2026-06-30T12:00:00+02:00 } }", "during(2026-01-01T00:00:00Z..2026-06-30T10:00:00Z,,-,UTC)")]
    [InlineData("{ during: { from: 2026-07-01, zone: Europe/Paris } }", "during(2026-06-30T22:00:00Z..,,-,Europe/Paris)")]
    [InlineData("{ during: { days: [fri, mon, fri], hours: \"09:00-17:30\", zone: America/New_York } }", "during(..,Monday+Friday,540-1050,America/New_York)")]
    [InlineData("{ during: { hours: 22:00-06:00 } }", "during(..,,1320-360,UTC)")]
    [InlineData("{ during: { hours: 00:00-24:00 } }", "during(..,,0-1440,UTC)")]
    public void A_condition_is_read_as_it_says(string condition, string expected) =>
        Assert.Contains(" while " + expected + " ", FormTests.Read("prohibit: dpv:Use\nwhile: " + condition), StringComparison.Ordinal);
}
