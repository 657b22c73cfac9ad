using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Commands.Undelivered;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Covenant.Tests.Commands;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Undelivered;

/// <summary>A broker that compacts as soon as it can.</summary>
public sealed class CompactingKafka : UndeliveredKafka
{
    protected override IReadOnlyDictionary<string, string> Server => new Dictionary<string, string> { ["log.cleaner.backoff.ms"] = "100", ["log.cleaner.min.cleanable.ratio"] = "0.0" };
}

/// <summary>What the specification of redriving says of one broker that nobody can see into, on a real one.</summary>
public sealed class RedriveOnceTests(CompactingKafka kafka) : IClassFixture<CompactingKafka>
{
    [Fact]
    public async Task What_the_one_before_delivered_behind_an_open_transaction_is_not_delivered_again()
    {
        var bank = UndeliveredKafka.NewBank("behind");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        kafka.Divert([UndeliveredKafka.RecordOf(bank, "1"), UndeliveredKafka.RecordOf(bank, "2")]);
        using var tools = new UndeliveredTools(KafkaConnection.Of(kafka.Address, null), KafkaOptions.DefaultGroup);
        var clients = tools.Clients;
        using var administrator = new Administrator(clients);
        var first = Waiting(clients, bank)[0];
        using var session = new RedriveSession(clients, WatchOf(clients));
        using var diverting = clients.TransactionalProducer(UndeliveredKafka.NewBank("silo"));
        var before = await RedriveSession.EndAsync(administrator);
        Put(diverting, UndeliveredKafka.RecordOf(bank, "3"));
        session.Commit(TopicNames.ViolationsOf(bank), [UndeliveredForm.Redrive(first), UndeliveredForm.Tombstone(first)], KnownTopic.DefaultMessageBytesMax);

        // The record that is not committed, and what takes away the first one: committed readers come to neither.
        Assert.True(await RedriveSession.EndAsync(administrator) >= before + 2);

        var command = CovenantProcess.RunAsync("undelivered", "redrive", "--bootstrap-server", kafka.Address, "--bank", bank);
        Assert.False(command.IsCompleted);
        diverting.CommitTransaction(TimeSpan.FromSeconds(30));
        var result = await command;

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal([("1", true), ("2", true), ("3", true)], kafka.DeliveredTo(bank));
    }

    [Fact]
    public async Task A_silo_that_is_killed_while_it_delivers_leaves_nothing_half_done()
    {
        var bank = UndeliveredKafka.NewBank("dies");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        kafka.Divert(Enumerable.Range(1, 20_000).Select(number => UndeliveredKafka.RecordOf(bank, $"{number}", 2_000)));
        using (var silo = CovenantProcess.Start($"--Covenant:Kafka:bootstrap.servers={kafka.Address}", "--Covenant:Cluster:Port=0", "--Covenant:Http:Port=0"))
        {
            await Eventually.HoldsAsync("it has begun to deliver", () => kafka.DeliveredTo(bank).Count > 1);
            silo.Kill();
            await silo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var result = await RedriveAsync(bank);
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(Enumerable.Range(1, 20_000).Select(number => ($"{number}", true)), kafka.DeliveredTo(bank));
    }

    [Fact]
    public async Task Whoever_had_the_right_before_delivers_no_more()
    {
        var bank = UndeliveredKafka.NewBank("fenced");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        kafka.Divert([UndeliveredKafka.RecordOf(bank, "1")]);
        using var tools = new UndeliveredTools(KafkaConnection.Of(kafka.Address, null), KafkaOptions.DefaultGroup);
        var clients = tools.Clients;
        var record = Waiting(clients, bank)[0];
        using var before = new RedriveSession(clients, WatchOf(clients));
        using var after = new RedriveSession(clients, WatchOf(clients));
        OutgoingRecord[] written = [UndeliveredForm.Redrive(record), UndeliveredForm.Tombstone(record)];

        var fenced = Assert.ThrowsAny<KafkaException>(() => before.Commit(TopicNames.ViolationsOf(bank), written, KnownTopic.DefaultMessageBytesMax));
        after.Commit(TopicNames.ViolationsOf(bank), written, KnownTopic.DefaultMessageBytesMax);

        Assert.True(RedriveSession.IsFencing(fenced.Error), fenced.Error.ToString());
        Assert.Equal([("1", true)], kafka.DeliveredTo(bank));
    }

    [Fact]
    public async Task Compaction_takes_away_what_is_delivered_and_nothing_else()
    {
        var (bank, later) = (UndeliveredKafka.NewBank("compacted"), UndeliveredKafka.NewBank("later"));
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        await CompactAtOnceAsync();
        kafka.Divert(Enumerable.Range(1, 60).Select(number => UndeliveredKafka.RecordOf(number % 2 == 0 ? bank : later, $"{number}")));
        Assert.Equal(0, (await RedriveAsync(bank)).ExitCode);

        // Each of these closes a segment, which then may be compacted.
        for (var more = 0; more < 3; more++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            kafka.Divert([UndeliveredKafka.RecordOf(later, $"more-{more}")]);
        }

        await Eventually.HoldsAsync("what is delivered is compacted away", () => kafka.Topics.ReadAll(TopicNames.Undelivered).TrueForAll(record => record.Message.Value is null || !Is(record, bank)));
        await kafka.CreateAsync(TopicNames.ViolationsOf(later));
        Assert.Equal("33 delivered", (await RedriveAsync(later)).Lines[0].Split(',')[0]);
        Assert.Equal(30, kafka.DeliveredTo(bank).Count);
        Assert.Equal([.. Enumerable.Range(0, 30).Select(number => $"{(2 * number) + 1}"), "more-0", "more-1", "more-2"], kafka.DeliveredTo(later).Select(one => one.Id));
    }

    private static bool Is(ConsumeResult<string?, byte[]?> record, string bank) => record.Message.Key?.StartsWith(bank, StringComparison.Ordinal) == true;

    private Task<CommandResult> RedriveAsync(string bank) => CovenantProcess.RunAsync("undelivered", "redrive", "--bootstrap-server", kafka.Address, "--bank", bank);

    private async Task CompactAtOnceAsync() => await kafka.Admin.IncrementalAlterConfigsAsync(new()
    {
        [new ConfigResource { Type = ResourceType.Topic, Name = TopicNames.Undelivered }] =
        [
            .. new[] { ("segment.ms", "500"), ("min.compaction.lag.ms", "0"), ("min.cleanable.dirty.ratio", "0.0") }
                .Select(setting => new ConfigEntry { Name = setting.Item1, Value = setting.Item2, IncrementalOperation = AlterConfigOpType.Set }),
        ],
    });

    private static void Put(IProducer<byte[]?, byte[]?> producer, OutgoingRecord record)
    {
        var put = new UndeliveredBook(TimeProvider.System).ToRecord(record, "refused");
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        producer.BeginTransaction();
        producer.Produce(put.Topic, new Message<byte[]?, byte[]?> { Key = put.Key, Value = put.Value, Headers = put.Headers });
        producer.Flush(TimeSpan.FromSeconds(30));
    }

    private static CallWatch WatchOf(KafkaClients clients) => new("test", new object(), clients.Calls);

    private static List<UndeliveredRecord> Waiting(KafkaClients clients, string bank)
    {
        using var records = new UndeliveredRecords(clients, WatchOf(clients));
        return records.InTurn(TopicNames.ViolationsOf(bank), 0, long.MaxValue, 100, int.MaxValue);
    }
}
