using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;
using Xunit;

namespace Covenant.Tests.Agreements;

public class SelectorTests
{
    private const string Sets = """
        sets:
          Ads: [dpv:Marketing, MoreAds, dpv:Marketing]
          MoreAds: [dpv:Advertising, acme:Banner]
          Endings: [ConversationClosed, ConversationMoved]
          Partners: acme-ads

        """;

    [Theory]
    [InlineData("{ operation: dpv:Use, purposes: dpv:Marketing, categories: pd:BankAccount }", "operation=dpv:Use&purposes=dpv:Marketing&categories=pd:BankAccount")]
    [InlineData("{ actor: ads, role: service, recipient: x, region: [US, DE], forms: encrypted }", "actor=ads&role=service&recipient=x&region=US|DE&forms=encrypted")]
    [InlineData("{ conversation: t-1, item: \"7\", attributes.channel: chat }", "conversation=t-1&item=7&attributes.channel=chat")]
    [InlineData("{ customerPresent: false }", "customerPresent=false")]
    [InlineData("{ customerPresent: [True, \"*\"] }", "customerPresent=*")]
    [InlineData("{ recipient: \"*\" }", "recipient=*")]
    [InlineData("\"*\"", "operation=*")]
    [InlineData("{ purposes: [Ads] }", "purposes=dpv:Marketing|dpv:Advertising|acme:Banner")]
    [InlineData("{ purposes: [dpv:Advertising, Ads] }", "purposes=dpv:Advertising|dpv:Marketing|acme:Banner")]
    [InlineData("Endings", "operation=ConversationClosed|ConversationMoved")]
    [InlineData("[dpv:Use, Endings]", "operation=dpv:Use|ConversationClosed|ConversationMoved")]
    [InlineData("{ recipient: Partners }", "recipient=acme-ads")]
    [InlineData("{ not: { customerPresent: true } }", "not(customerPresent=true)")]
    [InlineData("{ region: US, any: [dpv:Use, { role: agent, not: [dpv:Share] }] }", "region=US&any(operation=dpv:Use; role=agent&not(operation=dpv:Share))")]
    [InlineData("{ attributes.level: 3, attributes.vip: TRUE, attributes.ratio: 1.50 }", "attributes.level=3&attributes.vip=true&attributes.ratio=1.50")]
    [InlineData("{ attributes: { channel: [chat, mail], a.b: x } }", "attributes.channel=chat|mail&attributes.a.b=x")]
    [InlineData("{ purposes: [acme:Loyalty], operation: acme:Peek }", "purposes=acme:Loyalty&operation=acme:Peek")]
    [InlineData("CardFrozen", "operation=CardFrozen")]
    [InlineData("{ categories: dpv:PersonalData }", "categories=dpv:PersonalData")]
    public void A_selector_is_read_as_it_says(string selector, string expected)
    {
        var reading = AgreementReader.Read(Given.Prohibit(selector).Replace("clauses:", Sets + "clauses:", StringComparison.Ordinal), "selector.yaml");

        Assert.Empty(reading.Mistakes);
        Assert.Equal(expected, AgreementText.Of(((ProhibitClause)Assert.Single(reading.Documents).Agreement.Clauses[0]).What));
    }
}
