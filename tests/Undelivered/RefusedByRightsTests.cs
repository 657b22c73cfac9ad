using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Covenant.Tests.Access;
using Covenant.Tests.Commands;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Undelivered;

/// <summary>A topic that the silos have no right to write to, with the rights that `covenant topics` prints.</summary>
public sealed class RefusedByRightsTests(GuardedKafka kafka) : IClassFixture<GuardedKafka>
{
    private static readonly string Refused = TopicNames.ViolationsOf("western-union");

    private static readonly AclBinding Denial = new()
    {
        Pattern = new() { Type = ResourceType.Topic, Name = Refused, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new() { Principal = "User:covenant", Host = "*", Operation = AclOperation.Write, PermissionType = AclPermissionType.Deny },
    };

    private static readonly AclBindingFilter Found = new()
    {
        PatternFilter = new() { Type = ResourceType.Topic, Name = Refused, ResourcePatternType = ResourcePatternType.Literal },
        EntryFilter = new() { Principal = "User:covenant", Host = "*", Operation = AclOperation.Write, PermissionType = AclPermissionType.Deny },
    };

    [Fact]
    public async Task It_is_known_before_anything_is_written_and_what_waits_is_delivered_once_the_right_is_there()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.AdministratorAddress }).SetLogHandler((_, _) => { }).Build();
        await admin.CreateAclsAsync([Denial]);
        UndeliveredKafka.Divert(kafka.AdministratorAddress, [.. Records("western-union"), .. Records("paypal")], new UndeliveredBook(TimeProvider.System), "refused");
        await using var silo = await RunningSilo.StartAsync(kafka.Address, "covenant", [.. GuardedKafka.LoginOf("covenant").Select(one => $"--Covenant:Kafka:{one.Key}={one.Value}")]);
        var (topics, book) = (silo.Services.GetRequiredService<KnownTopics>(), silo.Services.GetRequiredService<UndeliveredBook>());
        var administrator = new KafkaTopics(kafka.AdministratorAddress);

        await topics.AskAsync([Refused, TopicNames.ViolationsOf("paypal")]);
        Assert.Contains("user `covenant` has no right to do this with the topic", topics.Find(Refused)!.Refusal, StringComparison.Ordinal);
        Assert.Equal(new KnownTopic(null, TopicPlan.OutgoingBytesMax), topics.Find(TopicNames.ViolationsOf("paypal")));

        await Eventually.HoldsAsync("the other bank has its own", () => administrator.ReadAll(TopicNames.ViolationsOf("paypal")).Count == 3);
        await Eventually.HoldsAsync("why it waits is known", () => book.Read().Find(one => one.Topic == Refused) is { Count: 3 } only && only.Reason.Contains("has no right", StringComparison.Ordinal));
        var still = await RunAsync("redrive");
        Assert.Equal(1, still.ExitCode);
        Assert.Contains($"for `{Refused}` since ", still.Errors, StringComparison.Ordinal);
        Assert.Contains("has no right", still.Errors, StringComparison.Ordinal);

        await admin.DeleteAclsAsync([Found]);
        await Eventually.HoldsAsync("nothing waits", () => book.Read().TrueForAll(one => one.Topic != Refused));
        Assert.Equal(3, administrator.ReadAll(Refused).Count);
        Assert.DoesNotContain("western-union", (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    // The broker's refusal of a batch does not say which record was too large, or whether it was all of them together.
    [Fact]
    public async Task What_a_topic_takes_is_found_out_where_the_silo_may_not_ask_for_it()
    {
        const string bank = "newcomer";
        var topic = await SecretiveAsync(bank);
        UndeliveredKafka.Divert(
            kafka.AdministratorAddress, Enumerable.Range(1, 10).Select(number => UndeliveredKafka.RecordOf(bank, $"{number}", number == 4 ? 5_000 : 700)), new UndeliveredBook(TimeProvider.System), "refused");

        var result = await RunAsync("redrive", "--bank", bank);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("undelivered still: newcomer: 1 record", result.Errors, StringComparison.Ordinal);
        Assert.Contains("raise `max.message.bytes` of the topic", result.Errors, StringComparison.Ordinal);
        Assert.Equal(9, new KafkaTopics(kafka.AdministratorAddress).ReadAll(topic).Count);
    }

    [Fact]
    public async Task What_is_too_large_goes_aside_alone_where_the_silo_may_not_ask_what_a_topic_takes_and_nothing_flaps()
    {
        const string bank = "reticent";
        var (topic, administrator, teller) = (await SecretiveAsync(bank), new KafkaTopics(kafka.AdministratorAddress), new RecordTeller());
        await using var silo = await RunningSilo.StartAsync(kafka.Address, "covenant", [.. GuardedKafka.LoginOf("covenant").Select(one => $"--Covenant:Kafka:{one.Key}={one.Value}")]);
        var book = silo.Services.GetRequiredService<UndeliveredBook>();
        await silo.Services.GetRequiredService<UndeliveredFeed>().Loaded;
        using var admin = Administrator();
        await admin.CreateTopicsAsync([new() { Name = TopicNames.ViolationsOf("bystander"), NumPartitions = 1 }]);
        using var failures = new CounterReading(silo.Services, "covenant.transaction.failures");

        // Larger than the topic takes: the fourth alone, and the others together.
        await teller.TellAsync(silo, [.. Enumerable.Range(1, 40).Select(number => UndeliveredKafka.RecordOf(bank, $"{number}", number == 4 ? 5_000 : 700)), .. Records("bystander", "first")]);
        Assert.Equal(39, administrator.ReadAll(topic).Count);
        Assert.Equal(1, failures.Value);
        await Eventually.HoldsAsync("one is put aside", () => book.Read().Find(one => one.Topic == topic) is { Count: 1, TooLarge: 1 });
        Assert.False(book.IsDiverted(topic));

        // Those of a size that the topic was never seen to take are tried apart from others' records, and once it takes one, so are the next.
        await teller.TellAsync(silo, [UndeliveredKafka.RecordOf(bank, "41", 1_400), UndeliveredKafka.RecordOf(bank, "42", 4_000), .. Records("bystander", "second")]);
        await Eventually.HoldsAsync("what the topic takes is delivered", () => administrator.ReadAll(topic).Count == 40 && book.Read().Find(one => one.Topic == topic) is { Count: 2, TooLarge: 2 });

        // The same round tries the next larger one after that.
        var sizes = silo.Services.GetRequiredService<LearnedSizes>();
        await Eventually.HoldsAsync("the next larger one is refused alone", () => sizes.Refused(topic) is > 4_000 and < 5_000);
        await teller.TellAsync(silo, [UndeliveredKafka.RecordOf(bank, "43", 1_400)]);
        Assert.Equal(41, administrator.ReadAll(topic).Count);
        Assert.Equal(1, failures.Value);
        Assert.Contains("raise `max.message.bytes` of the topic", book.Read().Find(one => one.Topic == topic)!.Reason, StringComparison.Ordinal);

        // It takes them from now on, and a command finds that out at once.
        await admin.IncrementalAlterConfigsAsync(new()
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] = [new ConfigEntry { Name = "max.message.bytes", Value = "9000", IncrementalOperation = AlterConfigOpType.Set }],
        });
        Assert.Equal(0, (await RunAsync("redrive", "--bank", bank)).ExitCode);
        Assert.Equal(43, administrator.ReadAll(topic).Count);
        await Eventually.HoldsAsync("the silo has heard of it", () => sizes.Refused(topic) is null);
        await teller.TellAsync(silo, [UndeliveredKafka.RecordOf(bank, "44", 5_000)]);
        Assert.Equal(44, administrator.ReadAll(topic).Count);
    }

    private IAdminClient Administrator() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.AdministratorAddress }).SetLogHandler((_, _) => { }).Build();

    // A topic that takes 2,000 bytes, of which the silos may not see the settings.
    private async Task<string> SecretiveAsync(string bank)
    {
        var topic = TopicNames.ViolationsOf(bank);
        using var admin = Administrator();
        await admin.CreateTopicsAsync([new() { Name = topic, NumPartitions = 1, Configs = new() { ["max.message.bytes"] = "2000" } }]);
        await admin.CreateAclsAsync([
            new()
            {
                Pattern = new() { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal },
                Entry = new() { Principal = "User:covenant", Host = "*", Operation = AclOperation.DescribeConfigs, PermissionType = AclPermissionType.Deny },
            },

            // Where the teller's positions stand.
            new()
            {
                Pattern = new() { Type = ResourceType.Topic, Name = TopicNames.Shadow, ResourcePatternType = ResourcePatternType.Literal },
                Entry = new() { Principal = "User:covenant", Host = "*", Operation = AclOperation.Read, PermissionType = AclPermissionType.Allow },
            },
        ]);
        return topic;
    }

    private static IEnumerable<Covenant.Silo.Publishing.OutgoingRecord> Records(string bank, string prefix = "") => Enumerable.Range(1, 3).Select(number => UndeliveredKafka.RecordOf(bank, $"{prefix}{number}"));

    private Task<CommandResult> RunAsync(string verb, params string[] more) => CovenantProcess.RunAsync(
        ["undelivered", verb, "--bootstrap-server", kafka.Address, .. more, .. GuardedKafka.LoginOf("covenant").SelectMany(setting => new[] { "--kafka-config", $"{setting.Key}={setting.Value}" })]);
}
