using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;
using Xunit;

namespace Covenant.Tests.Agreements;

public class FormTests
{
    private const string Defaults = " [Major Enforce Each '' '']";

    [Theory]
    [InlineData("permit: dpv:Use", "permit operation=dpv:Use")]
    [InlineData("permit: { purposes: [dpv:CustomerCare, fin:PaymentProcessing] }", "permit purposes=dpv:CustomerCare|fin:PaymentProcessing")]
    [InlineData("permit: {}", "permit everything")]
    [InlineData("prohibit: [dpv:Use, ConsentGiven]", "prohibit operation=dpv:Use|ConsentGiven")]
    [InlineData("limit: { count: 4, sliding: PT24H }", "limit everything count <= 4 sliding PT24H per customer")]
    [InlineData("limit: { when: dpv:Access, count: 0, fixed: PT1H, per: conversation }", "limit operation=dpv:Access count <= 0 fixed 01:00:00 per customer+conversation")]
    [InlineData("limit: { count: 3, total }", "limit everything count <= 3 total per customer")]
    [InlineData("limit: { count: 3, total: true, per: [recipient, item] }", "limit everything count <= 3 total per customer+recipient+item")]
    [InlineData("limit: { sum: records, max: 9007199254740991, calendar: month }", "limit everything sum <= 9007199254740991 calendar Month UTC per customer")]
    [InlineData("limit: { distinct: customer, max: 100, calendar: week, zone: Europe/Paris, per: institution }",
        "limit everything distinct customer <= 100 calendar Week Europe/Paris per institution")]
    [InlineData("limit: { distinct: attributes.device, max: 2, calendar: day, per: [actor, institution] }",
        "limit everything distinct attributes.device <= 2 calendar Day UTC per institution+actor")]
    [InlineData("limit: { count: 1, sliding: P1M, per: [customer, actor] }", "limit everything count <= 1 sliding P1M per customer+actor")]
    [InlineData("oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P30D }", "oblige after operation=ConsentWithdrawn do operation=dpv:Erase within P30D")]
    [InlineData("oblige: { after: dpv:Share, do: Notified, within: PT0S, match: [item, attributes.case, actor, item] }",
        "oblige after operation=dpv:Share do operation=Notified within PT0S match actor+item+attributes.case")]
    [InlineData("oblige: { after: ErasureRequested, do: { operation: Notified, role: bank }, within: P1M, forEach: { seen: dpv:Share, bind: recipient } }",
        "oblige after operation=ErasureRequested do operation=Notified&role=bank within P1M for each recipient of operation=dpv:Share")]
    [InlineData("oblige: { after: ConsentGiven, do: Notified, every: P1D, until: ConsentWithdrawn }",
        "oblige after operation=ConsentGiven do operation=Notified every PT24H until operation=ConsentWithdrawn")]
    [InlineData("oblige: { after: ConsentGiven, do: Notified, every: PT1S }", "oblige after operation=ConsentGiven do operation=Notified every PT1S until never")]
    public void A_form_is_read_as_it_says(string clause, string expected) => Assert.Equal(expected + Defaults, Read(clause));

    [Fact]
    public void Every_option_of_a_clause_is_read() => Assert.Equal(
        "permit operation=dpv:Use while once(operation=ConsentGiven) unless once(operation=ConsentWithdrawn) [Critical Shadow First 'Only with consent.' 'Pay 100 USD.']",
        Read("""
            permit: dpv:Use
            text: Only with consent.
            severity: critical
            mode: shadow
            report: first
            remedy: Pay 100 USD.
            while: { once: ConsentGiven }
            unless: { once: ConsentWithdrawn }
            """));

    [Theory]
    [InlineData("limit: { count: 1, total }")]
    [InlineData("prohibit: dpv:Use")]
    [InlineData("oblige: { after: dpv:Use, do: Notified, within: P1D }")]
    public void While_and_unless_go_with_every_form(string form) =>
        Assert.Contains(" while once(operation=ConsentGiven) unless once(operation=Approved) ", Read(form + "\nwhile: { once: ConsentGiven }\nunless: { once: Approved }"), StringComparison.Ordinal);

    internal static string Read(string clause)
    {
        var reading = AgreementReader.Read(Given.Clause(clause), "form.yaml");
        Assert.Empty(reading.Mistakes);
        return AgreementText.Of(Assert.Single(Assert.Single(reading.Documents).Agreement.Clauses));
    }
}
