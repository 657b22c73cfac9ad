using Covenant.Contracts.Events;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Silo;

/// <summary>Partitions that are added while silos run: customers' records move to them.</summary>
public sealed class AddedPartitionsTests(RedisFixture redis)
{
    private const int Duties = 5;

    private const string Clauses = """
          - id: erase
            oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT20S }
        tolerance: PT1S

        """;

    [Fact]
    public async Task A_duty_that_is_kept_in_a_new_partition_is_not_told_as_violated()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var silo = await run.SiloAsync("--Covenant:Ingestion:IdleAfter=00:00:01", "--Logging:LogLevel:Covenant=Information");
        var bank = new Bank(silo, LogFaultRun.Institution);
        await bank.AgreesAsync(1, Clauses);
        var since = TimeProvider.System.GetUtcNow();
        Write(run, bank, "open", "ConsentWithdrawn", since, partition: 0);
        await Eventually.HoldsAsync("the duties are open", () => run.Kafka.IsDone(silo.Group, TopicNames.Events));

        await run.AddPartitionsAsync(4);
        Write(run, bank, "kept", "dpv:Erase", since.AddSeconds(5), partition: 3);
        Write(run, bank, "never-kept", "ConsentWithdrawn", since, partition: 2, customer: "late");

        await run.TellsAsync(Enumerable.Range(0, Duties).Select(number => $"never-kept-{number}"));
        Assert.InRange(TimeProvider.System.GetUtcNow() - since, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        await Eventually.HoldsAsync("all is read", () => run.Kafka.IsDone(silo.Group, TopicNames.Events) && silo.Services.GetRequiredService<HeldPartitions>().All.Count == 0);

        // And once more, with a restart before they are noticed.
        since = TimeProvider.System.GetUtcNow();
        Write(run, bank, "again", "ConsentWithdrawn", since, partition: 3, customer: "again");
        await Eventually.HoldsAsync("the duties are open", () => run.Kafka.IsDone(silo.Group, TopicNames.Events));
        await silo.DisposeAsync();
        await run.AddPartitionsAsync(6);
        Write(run, bank, "kept-again", "dpv:Erase", since.AddSeconds(5), partition: 5, customer: "again");
        Write(run, bank, "late-again", "ConsentWithdrawn", since, partition: 1, customer: "late-again");
        await using var next = await run.SiloAsync("--Covenant:Ingestion:IdleAfter=00:00:01", "--Logging:LogLevel:Covenant=Information");
        await run.TellsAsync([.. Enumerable.Range(0, Duties).Select(number => $"never-kept-{number}"), .. Enumerable.Range(0, Duties).Select(number => $"late-again-{number}")]);
    }

    private static void Write(LogFaultRun run, Bank bank, string id, string operation, DateTimeOffset at, int partition, string customer = "moves") =>
        run.Kafka.PublishAll(TopicNames.Events, Enumerable.Range(0, Duties).Select(number =>
            ((string?)$"{LogFaultRun.Institution}/{customer}-{number}", bank.Event($"{id}-{number}", $"{customer}-{number}", operation, "dpv:CustomerCare", EventTime.From(at).ToString()), partition)));
}
