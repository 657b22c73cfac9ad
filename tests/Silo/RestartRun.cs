using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>A silo that is stopped as asked, and another of the same group after it.</summary>
internal static class RestartRun
{
    private const string Institution = "restart-bank";

    public static async Task CheckAsync(string address)
    {
        string first;
        await using (var silo = await RunningSilo.StartAsync(address, "restart"))
        {
            var bank = new Bank(silo, Institution);
            await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
            await silo.Kafka.PublishAsync(TopicNames.Agreements, Institution, "agreement: restart-bank\nversion: none\n");
            await Eventually.HoldsAsync("the bad agreement is a dead letter", () => bank.DeadLetters().Count == 1);
            first = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
            Assert.Equal([$"{first} no-ads"], await bank.ReadsAsync());
        }

        await using (var silo = await RunningSilo.StartAsync(address, "restart"))
        {
            var bank = new Bank(silo, Institution);
            await silo.Kafka.PublishAsync(TopicNames.Events, $"{Institution}/c-1", bank.Event("after", "c-1", "dpv:Use", "dpv:Advertising"));
            Assert.Equal([$"{first} no-ads", "after no-ads"], await bank.ReadsAsync());
            Assert.Single(bank.DeadLetters());
        }
    }
}
