using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Grains.Cohorts;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Agreements;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Silo;

/// <summary>The last good agreement of an institution, and the one dead letter of a bad one, over silos, restarts and topics.</summary>
[Collection(nameof(KafkaFixture))]
public sealed class KeptAgreementsTests(KafkaFixture kafka, RedisFixture redis)
{
    private const string NoAds = "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bank_stays_in_force_where_the_topic_was_emptied_and_what_is_published_then_is_new()
    {
        var storage = await StorageAsync("emptied");
        await using (var silo = await RunningSilo.StartAsync(null, "emptied", storage))
        {
            await new Bank(silo, "kept-bank").AgreesAsync(1, NoAds);
            await new Bank(silo, "gone-bank").AgreesAsync(1, NoAds);
            await silo.Kafka.PublishAsync(TopicNames.Agreements, "gone-bank", (byte[]?)null);
            await Eventually.HoldsAsync("the bank is withdrawn", () => silo.Books.Current.Find("gone-bank") is null);
        }

        // Another broker of its own, which holds nothing.
        await using (var silo = await RunningSilo.StartAsync(null, "emptied", storage))
        {
            var bank = new Bank(silo, "kept-bank");
            var touched = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
            Assert.Equal([$"{touched} no-ads"], await bank.ReadsAsync());
            Assert.Null(silo.Books.Current.Find("gone-bank"));
            Assert.Contains("`kept-bank`: the topic has no record of it", Trouble(silo), StringComparison.Ordinal);

            await bank.AgreesAsync(2, "  - id: no-research\n    prohibit: { purposes: dpv:ResearchAndDevelopment }\n");
            Assert.Equal([1, 2], silo.Books.Current.Find("kept-bank")!.Agreements.Select(version => version.Version).Order());
            Assert.Null(Trouble(silo));
        }
    }

    [Fact]
    public async Task A_bad_agreement_makes_one_dead_letter_in_a_cluster_and_over_its_restarts_and_degrades_its_bank()
    {
        var address = await kafka.AddressAsync();
        var storage = await StorageAsync("one");
        var group = $"one-letter-{Guid.NewGuid():N}";
        Task<RunningSilo> StartAsync(string name) => RunningSilo.StartAsync(
            address, group, [.. storage, "--Covenant:Cluster:Provider=Redis", $"--Covenant:Cluster:ConnectionString={storage[1].Split('=', 2)[1]}", "--Covenant:Cluster:Address=127.0.0.1", $"--Covenant:Cluster:Name={name}", $"--Covenant:Cluster:ClusterId={group}"]);
        await using (var first = await StartAsync("silo-1"))
        await using (var second = await StartAsync("silo-2"))
        {
            var bank = new Bank(first, "one-letter-bank");
            await bank.AgreesAsync(1, NoAds);
            await first.Kafka.PublishAsync(TopicNames.Agreements, "one-letter-bank", bank.Agreement(2, "  - id: c\n    unless: { once: X, within: P\uFF13D }\n"));
            foreach (var silo in new[] { first, second })
            {
                await Eventually.HoldsAsync("each silo says that the bank's last record is refused", () => Trouble(silo)?.Contains("`one-letter-bank`: its last record is refused", StringComparison.Ordinal) == true);
                await silo.Books.Loaded;
                Assert.Equal(1, Assert.Single(silo.Books.Current.Find("one-letter-bank")!.Agreements).Version);
            }

            await Eventually.HoldsAsync("it is told", () => bank.DeadLetters().Count > 0);
            Assert.Equal(AgreementRefusals.Code, Assert.Single(bank.DeadLetters()).Code);
        }

        await using (var third = await StartAsync("silo-3"))
        {
            var bank = new Bank(third, "one-letter-bank");
            await third.Kafka.PublishAsync(TopicNames.Agreements, "other-letter-bank", "agreement: other-letter-bank\nversion: none\n");
            await Eventually.HoldsAsync("the next one is told", () => new Bank(third, "other-letter-bank").DeadLetters().Count > 0);
            Assert.Single(bank.DeadLetters());
            Assert.Contains("`one-letter-bank`: its last record is refused", Trouble(third), StringComparison.Ordinal);

            await bank.AgreesAsync(3, NoAds);
            Assert.DoesNotContain("one-letter-bank", Trouble(third) ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task However_many_find_the_same_refusals_at_once_each_is_told_once()
    {
        await using var silo = await RunningSilo.StartAsync(await kafka.AddressAsync(), $"many-tellers-{Guid.NewGuid():N}");

        // Of a topic of its own, of which the silo itself refuses nothing, and in which there are so many records.
        const string Topic = "many-tellers";
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = silo.Kafka.Address }).Build())
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        }

        silo.Kafka.PublishAll(Topic, Enumerable.Range(0, 5).Select(record => ((string?)null, $"{record}", 0)));
        var letters = Enumerable.Range(0, 5).Select(offset => new DeadLetter(
            new TopicPartitionOffset(Topic, 0, offset), "many-tellers-bank"u8.ToArray(), [1], null, AgreementRefusals.Code, $"reason {offset}")).ToList();
        var tellers = Enumerable.Range(0, 6).Select(_ => ActivatorUtilities.CreateInstance<AgreementRefusals>(silo.Services)).ToList();
        await Task.WhenAll(tellers.Select(async teller =>
        {
            await teller.StartAsync(Token);
            foreach (var letter in letters)
            {
                await teller.AddAsync(letter, Token);
            }
        }));

        await Eventually.HoldsAsync("all are told", () => new Bank(silo, "many-tellers-bank").DeadLetters().Count >= letters.Count);
        foreach (var teller in tellers)
        {
            await teller.StopAsync(Token);
        }

        Assert.Equal(letters.Select(letter => letter.Reason).Order(StringComparer.Ordinal), new Bank(silo, "many-tellers-bank").DeadLetters().Select(letter => letter.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bank_whose_row_cannot_be_read_is_named_and_in_force_once_it_can()
    {
        var storage = await StorageAsync("unread");
        GrainState<StoredAgreements> row = new(new StoredAgreements());
        var id = GrainId.Create("agreements", "unread-bank");
        byte[] whole = [];
        await using (var silo = await RunningSilo.StartAsync(null, "unread", storage))
        {
            await new Bank(silo, "unread-bank").AgreesAsync(1, NoAds);
            await RowsOf(silo).ReadStateAsync("agreements", id, row);
            (whole, row.State) = (row.State!.Texts, new StoredAgreements { Texts = [250] });
            await RowsOf(silo).WriteStateAsync("agreements", id, row);
        }

        // A broker that holds nothing of it.
        await using (var silo = await RunningSilo.StartAsync(null, "unread", storage))
        {
            await silo.Books.Loaded;
            Assert.Contains("`unread-bank`: what is stored of its agreements cannot be put in force", Trouble(silo), StringComparison.Ordinal);
            await new Bank(silo, "other-bank").AgreesAsync(1, NoAds);

            row.State = new StoredAgreements { Texts = whole };
            await RowsOf(silo).WriteStateAsync("agreements", id, row);

            await Eventually.HoldsAsync("it is in force", () => silo.Books.Current.Find("unread-bank") is not null);
            Assert.NotNull(silo.Books.Current.Find("other-bank"));
        }
    }

    [Fact]
    public async Task A_topic_that_was_deleted_and_made_again_begins_anew()
    {
        KafkaFixture.SkipWhereMissing();
        await using var broker = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! });
        var storage = await StorageAsync("again");
        await using (var silo = await RunningSilo.StartAsync(broker.Address, "again", storage))
        {
            var bank = new Bank(silo, "again-bank");
            await bank.AgreesAsync(1, NoAds);
            await bank.AgreesAsync(2, NoAds);
            await silo.Kafka.PublishAsync(TopicNames.Agreements, "again-bank", "bad");
            await Eventually.HoldsAsync("it is told", () => bank.DeadLetters().Count == 1);
        }

        await DeleteAsync(broker.Address);
        await using (var silo = await RunningSilo.StartAsync(broker.Address, "again", storage))
        {
            var bank = new Bank(silo, "again-bank");
            await silo.Books.Loaded;
            Assert.Equal([1, 2], silo.Books.Current.Find("again-bank")!.Agreements.Select(version => version.Version).Order());
            await bank.AgreesAsync(3, NoAds);
            await silo.Kafka.PublishAsync(TopicNames.Agreements, "again-bank", "bad again");
            await Eventually.HoldsAsync("the second is told", () => bank.DeadLetters().Count == 2);
        }
    }

    private static IGrainStorage RowsOf(RunningSilo silo) => silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage);

    private static string? Trouble(RunningSilo silo) => silo.Services.GetRequiredService<AgreementTroubles>().Summary;

    private static async Task DeleteAsync(string address)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).Build();
        await admin.DeleteTopicsAsync([TopicNames.Agreements]);
        await Eventually.HoldsAsync("the topic is gone", () => admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.TrueForAll(topic => topic.Topic != TopicNames.Agreements));
    }

    private async Task<string[]> StorageAsync(string table) =>
        ["--Covenant:State:Provider=Redis", $"--Covenant:State:ConnectionString={(await redis.NodeAsync()).Address}", $"--Covenant:State:Table={table}{Guid.NewGuid():N}"];
}
