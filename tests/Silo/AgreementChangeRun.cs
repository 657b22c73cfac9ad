using Covenant.Silo.Agreements;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>Agreements that come, change, are refused and are withdrawn while events flow.</summary>
internal static class AgreementChangeRun
{
    private const string Institution = "change-bank";

    private const string NoAds = "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n";

    private const string NoResearch = "  - id: no-research\n    prohibit: { purposes: dpv:ResearchAndDevelopment }\n";

    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(address, "change");
        var bank = new Bank(silo, Institution);

        await bank.AgreesAsync(1, NoAds);
        var first = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        Assert.Equal([$"{first} no-ads"], await bank.ReadsAsync());

        await bank.AgreesAsync(2, NoResearch);
        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        var third = await bank.TouchAsync("c-1", "dpv:Use", "dpv:ResearchAndDevelopment");
        Assert.Equal([$"{first} no-ads", $"{third} no-research"], await bank.ReadsAsync());

        await silo.Kafka.PublishAsync(TopicNames.Agreements, Institution, bank.Agreement(3, "  - id: both\n    prohibit: { purposes: dpv:Advertizing }\n    permitt: {}\n"));
        await Eventually.HoldsAsync("the bad agreement is a dead letter", () => bank.DeadLetters().Count == 1);
        var (code, reason) = Assert.Single(bank.DeadLetters());
        Assert.Equal(AgreementRefusals.Code, code);
        Assert.Contains("dpv:Advertizing", reason, StringComparison.Ordinal);
        Assert.Contains("permitt", reason, StringComparison.Ordinal);
        var fourth = await bank.TouchAsync("c-1", "dpv:Use", "dpv:ResearchAndDevelopment");
        Assert.Equal([$"{first} no-ads", $"{third} no-research", $"{fourth} no-research"], await bank.ReadsAsync());

        await silo.Kafka.PublishAsync(TopicNames.Agreements, Institution, (byte[]?)null);
        await Eventually.HoldsAsync("the institution is withdrawn", () => silo.Books.Current.Find(Institution) is null);
        await bank.TouchAsync("c-1", "dpv:Use", "dpv:ResearchAndDevelopment");
        Assert.Equal(3, (await bank.ReadsAsync()).Count);
        Assert.Equal([AgreementRefusals.Code, "unknown-institution"], bank.DeadLetters().Select(letter => letter.Code).Order(StringComparer.Ordinal));
    }
}
