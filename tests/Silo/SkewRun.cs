using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>A gateway whose clock is nearly a day ahead, in the middle of what others do: it decides no duty of theirs, and makes nothing else of its own customer late.</summary>
internal static class SkewRun
{
    private const string Institution = "skew-bank";

    private const string Clauses = """
          - id: erase
            oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H }
          - id: no-ads
            prohibit: { purposes: dpv:Advertising }

        """;

    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(address, "skew");
        var bank = new Bank(silo, Institution);
        await bank.AgreesAsync(1, Clauses);
        var now = TimeProvider.System.GetUtcNow();
        string At(double hours) => EventTime.From(now.AddHours(hours)).ToString();
        (string Customer, string Operation, string Purpose, double Hours)[] log =
        [
            ("kept", "ConsentWithdrawn", "dpv:CustomerCare", 0),
            ("ahead", "dpv:Use", "dpv:Advertising", 23),
            ("ahead", "dpv:Use", "dpv:Advertising", 0.001),
            ("kept", "dpv:Erase", "dpv:CustomerCare", 0.002),
            ("far", "dpv:Use", "dpv:Advertising", 25),
            ("ahead", "dpv:Use", "dpv:Advertising", 0.003),
        ];

        silo.Kafka.PublishAll(TopicNames.Events, log.Select((one, number) =>
            ((string?)$"{Institution}/{one.Customer}", bank.Event($"e-{number}", one.Customer, one.Operation, one.Purpose, At(one.Hours)), 0)));

        Assert.Equal(["e-1 no-ads", "e-2 no-ads", "e-5 no-ads"], await bank.ReadsAsync());
        Assert.All(silo.Kafka.ReadAll(TopicNames.ViolationsOf(Institution)), record =>
            Assert.True(ViolationReader.TryRead(record.Message.Value, out var violation, out _) && !violation.Late && violation.Semantics == Violation.SemanticsNow));
        Assert.Equal("time-ahead", Assert.Single(bank.DeadLetters()).Code);
    }
}
