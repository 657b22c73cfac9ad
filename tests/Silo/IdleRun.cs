using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>A trigger, and then nothing: the log's clock stands still. And the same once more, for who was woken with nothing left open is to be woken again.</summary>
internal static class IdleRun
{
    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(address, "idle", "--Covenant:Ingestion:IdleAfter=00:00:00.200");
        var bank = new Bank(silo, "idle-bank");
        await bank.AgreesAsync(1, "  - id: erase\n    oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }\n");

        var withdrawn = await bank.TouchAsync("c-1", "ConsentWithdrawn", "dpv:CustomerCare");

        await Eventually.HoldsAsync("the deadline's violation is there", () => silo.Kafka.ReadAll(TopicNames.ViolationsOf("idle-bank")).Count > 0);
        Assert.Equal([$"{withdrawn} erase"], await bank.ReadsAsync());

        var again = await bank.TouchAsync("c-1", "ConsentWithdrawn", "dpv:CustomerCare", "2026-03-01T15:00:00Z");
        await Eventually.HoldsAsync("the second deadline's violation is there", () => silo.Kafka.ReadAll(TopicNames.ViolationsOf("idle-bank")).Count > 1);
        Assert.Equal([$"{withdrawn} erase", $"{again} erase"], await bank.ReadsAsync());
    }
}
