using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Xunit;

namespace Covenant.Tests.Agreements;

public class DesignExampleTests
{
    private const string Text = """
        agreement: paypal
        version: 3
        effective: 2018-08-01T00:00:00Z
        sets:
          CommercialUse: [dpv:CommercialPurpose, dpv:Marketing, dpv:Personalisation, dpv:SellProducts]
        clauses:
          - id: services
            text: PayPal data may be used to move money and to serve the customer.
            permit: { purposes: [fin:PaymentProcessing, dpv:PaymentManagement, dpv:CustomerCare, dpv:FraudPreventionAndDetection] }
          - id: no-commercial-use
            text: Never for advertising, nor for any commercial purpose of the platform.
            severity: critical
            prohibit: { purposes: [CommercialUse] }
          - id: only-in-conversation
            prohibit: { operation: [dpv:Use, dpv:Access] }
            unless: { since: { start: ConversationOpened, end: [ConversationClosed, ConversationMoved] }, match: [conversation] }
          - id: unattended
            limit: { when: { customerPresent: false }, count: 4, sliding: PT24H }
          - id: bulk
            limit: { when: { operation: dpv:Access }, distinct: customer, max: 10000, calendar: day, zone: America/Los_Angeles, per: institution }
          - id: erase-after-withdrawal
            oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P30D, match: [item] }
        """;

    [Fact]
    public void The_agreement_that_the_design_shows_is_read_as_it_says()
    {
        var reading = AgreementReader.Read(Text, "paypal.yaml");

        Assert.Empty(reading.Mistakes);
        var agreement = Assert.Single(reading.Documents).Agreement;
        Assert.Equal(("paypal", 3, EventTime.Parse("2018-08-01T00:00:00Z")), (agreement.Institution, agreement.Version, agreement.Effective));
        Assert.Equal(AgreementStatus.Active, agreement.Status);
        Assert.Equal(["services", "no-commercial-use", "only-in-conversation", "unattended", "bulk", "erase-after-withdrawal"], agreement.Clauses.Select(clause => clause.Id));
    }
}
