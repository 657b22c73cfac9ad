using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Explanation;

public sealed class SelectorTraceTests
{
    private static readonly DataUseEvent Touch = new()
    {
        Id = "e-1",
        Time = EventTime.Epoch,
        Institution = "test-bank",
        Customer = "c-1",
        Operation = Term.Of("dpv:Access"),
        Purposes = [Term.Of("dpv:Advertising"), Term.Of("dpv:CustomerCare")],
        Categories = [Term.Of("pd:BankAccount"), Term.Of("pd:EmailAddress")],
        Region = "DE",
        Attributes = [new AttributeValues("channel", ["chat"])],
    };

    [Theory]
    [InlineData("purposes: dpv:Advertising", "dpv:Advertising", true, "`purposes` is `dpv:Advertising`")]
    [InlineData("purposes: dpv:Advertising", "dpv:CustomerCare", false, "`purposes` is `dpv:CustomerCare`, not `dpv:Advertising`")]
    [InlineData("{ operation: dpv:Use, not: { purposes: dpv:Advertising } }", "dpv:CustomerCare", false, "`not` excepts it because `purposes` is `dpv:Advertising`")]
    [InlineData("any: [{ purposes: dpv:CustomerCare }, { region: US }]", "dpv:CustomerCare", true, "`purposes` is `dpv:CustomerCare`")]
    [InlineData("categories: pd:Financial", "dpv:CustomerCare", false, "of `categories` it takes `pd:BankAccount` but not `pd:EmailAddress`, and one permit must take both")]
    [InlineData("{ operation: dpv:Share, categories: pd:Health, not: { region: DE } }", "dpv:CustomerCare", false,
        "`operation` is `dpv:Access`, not `dpv:Share`; `categories` is `pd:BankAccount` and `pd:EmailAddress`, not `pd:Health`; `not` excepts it because `region` is `DE`")]
    [InlineData("categories: [pd:BankAccount, pd:EmailAddress]", "dpv:CustomerCare", true, "`categories` is `pd:BankAccount`, `categories` is `pd:EmailAddress`")]
    public void A_permit_is_asked_for_one_purpose_and_takes_every_category(string selector, string purpose, bool takes, string why)
    {
        var clause = (PermitClause)Clauses.Read($"permit: {(selector.StartsWith('{') ? selector : $"{{ {selector} }}")}").Clauses[0];

        Assert.Equal(new SelectorTrace(takes, why), SelectorTrace.OfPermit(clause.What, Touch, Term.Of(purpose)));
    }

    [Theory]
    [InlineData("operation: dpv:Access", true, "`operation` is `dpv:Access`")]
    [InlineData("operation: dpv:Use", true, "`operation` is `dpv:Access`, which is below `dpv:Use`")]
    [InlineData("purposes: dpv:AccountManagement", false, "`purposes` is `dpv:Advertising` and `dpv:CustomerCare`, not `dpv:AccountManagement`")]
    [InlineData("actor: ads", false, "`actor` is missing, and `ads` is asked for")]
    [InlineData("actor: '*'", false, "`actor` is missing")]
    [InlineData("region: '*'", true, "`region` is present")]
    [InlineData("attributes.channel: chat", true, "`attributes.channel` is `chat`")]
    [InlineData("customerPresent: false", true, "`customerPresent` is missing, which reads as `false`")]
    [InlineData("customerPresent: true", false, "`customerPresent` is missing, which reads as `false`, not `true`")]
    [InlineData("{ operation: dpv:Use, not: { region: DE } }", false, "`not` excepts it because `region` is `DE`")]
    [InlineData("any: [{ region: US }, { actor: ads }]", false, "none of `any` takes it (`region` is `DE`, not `US`; `actor` is missing, and `ads` is asked for)")]
    [InlineData("any: [{ region: US }, { region: DE }]", true, "`region` is `DE`")]
    public void A_trace_names_the_part_that_took_or_refused_the_event(string selector, bool takes, string why)
    {
        var clause = (ProhibitClause)Clauses.Read($"prohibit: {(selector.StartsWith('{') ? selector : $"{{ {selector} }}")}").Clauses[0];

        Assert.Equal(new SelectorTrace(takes, why), SelectorTrace.Of(clause.What, Touch));
    }
}
