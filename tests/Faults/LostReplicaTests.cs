using Covenant.Contracts.Violations;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Faults;

/// <summary>A broker is away that has a bank's topic, or one of its replicas: the other banks' violations are told, and that bank's wait aside.</summary>
public sealed class LostReplicaTests
{
    private static readonly string[] Banks = ["near-bank", "far-bank", "both-bank"];

    [Fact]
    public async Task A_bank_whose_broker_is_away_holds_up_no_other()
    {
        await using var brokers = await TwoBrokers.StartAsync();
        await brokers.CreateAsync(TopicNames.ViolationsOf("near-bank"), null, 1);
        await brokers.CreateAsync(TopicNames.ViolationsOf("far-bank"), null, 2);
        await brokers.CreateAsync(TopicNames.ViolationsOf("both-bank"), new() { ["min.insync.replicas"] = "2" }, 1, 2);
        var touches = 0;
        foreach (var bank in Banks)
        {
            await brokers.AgreeAsync(bank);
        }

        await HoldsAsync("the agreements are in force", () => Health().Contains($"{Banks.Length} institutions have agreements", StringComparison.Ordinal));
        await TouchAllAsync();
        await ToldAsync(Banks);

        await brokers.Second.KillAsync();
        await TouchAllAsync();
        await ToldAsync("near-bank");
        await HoldsAsync("what the other two are to be told is put aside", () => IsAside("far-bank") && IsAside("both-bank"));
        await TouchAllAsync();
        await ToldAsync("near-bank");

        await brokers.Second.StartAgainAsync();
        await TouchAllAsync();
        await ToldAsync(Banks);
        Assert.False(brokers.Silo.HasEnded, brokers.Silo.LogTail);

        async Task TouchAllAsync()
        {
            touches++;
            foreach (var bank in Banks)
            {
                await brokers.TouchAsync(bank, touches);
            }
        }

        async Task ToldAsync(params string[] banks)
        {
            foreach (var bank in banks)
            {
                await HoldsAsync($"`{bank}` is told of each touch once", () => Told(bank).Count >= touches);
                Assert.Equal(Enumerable.Range(1, touches).Select(touch => $"e-{touch}"), Told(bank).Order(StringComparer.Ordinal));
            }
        }

        async Task HoldsAsync(string condition, Func<bool> holds)
        {
            try
            {
                await Eventually.HoldsAsync(condition, holds);
            }
            catch (Exception) when (Log())
            {
                throw;
            }
        }

        List<string> Told(string bank) =>
        [
            .. brokers.Topics.ReadAll(TopicNames.ViolationsOf(bank)).Select(read => ViolationReader.TryRead(read.Message.Value, out var violation, out _) ? violation.Event.Id.ToString()! : "unreadable"),
        ];

        bool IsAside(string bank) => Health().Contains($"`{TopicNames.ViolationsOf(bank)}`", StringComparison.Ordinal);

        string Health() => brokers.Silo.HealthAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();

        bool Log()
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{Health()}; {brokers.Silo.LogTail}");
            return true;
        }
    }
}
