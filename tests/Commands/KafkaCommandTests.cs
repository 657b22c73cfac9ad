using System.Globalization;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Commands.Topics;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;

namespace Covenant.Tests.Commands;

/// <summary>The commands that talk to Kafka, on a real one. Institutions have names of their own, for other tests share the broker.</summary>
public sealed class KafkaCommandTests(KafkaFixture kafka) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _bank = "bank-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12];

    public void Dispose() => _folder.Dispose();

    private static async Task<string> SettingAsync(IAdminClient admin, string topic, string name) =>
        (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }])).Single().Entries[name].Value;

    [Fact]
    public async Task Topics_creates_what_is_missing_with_the_right_policy_and_then_finds_it()
    {
        var server = await kafka.AddressAsync();
        var dry = await TopicsAsync(server, "--dry-run");
        var first = await TopicsAsync(server, "--partitions", "3");
        var again = await TopicsAsync(server);

        Assert.Equal((0, 0, 0), (dry.ExitCode, first.ExitCode, again.ExitCode));
        Assert.Equal(("missing", "created", "exists"), (State(dry), State(first), State(again)));
        Assert.All(JsonNode.Parse(again.Output)!["topics"]!.AsArray(), topic => Assert.Null(topic!["note"]));
        Assert.Equal("compact", await PolicyAsync(server, "datause.agreements.v1"));
        Assert.Equal("delete", await PolicyAsync(server, $"datause.{_bank}.violations.v1"));
    }

    [Fact]
    public async Task A_topic_that_keeps_its_producers_timestamps_is_named_and_how_far_ahead_they_may_be_is_bounded_once()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = await kafka.AddressAsync() }).Build();
        var plan = new TopicPlan($"{_bank}-events", 1, "delete", TopicPlan.IncomingBytesMax, HasLogTime: true);
        await admin.CreateTopicsAsync([new() { Name = plan.Name, NumPartitions = 1, Configs = new() { ["message.timestamp.type"] = "CreateTime" } }]);
        var connection = KafkaConnection.Of(await kafka.AddressAsync(), null);
        var states = new TopicStates(admin, connection, new CallWatch("test", new object(), connection.Calls));

        Assert.Contains("its producers' clocks are believed", Assert.Single(states.Compare([plan])).Note, StringComparison.Ordinal);
        Assert.EndsWith("was set from `3600000` to `60000`", states.BoundTimestamps(plan), StringComparison.Ordinal);
        Assert.Null(states.BoundTimestamps(plan));
        Assert.Equal("60000", await SettingAsync(admin, plan.Name, "message.timestamp.after.max.ms"));
    }

    [Fact]
    public async Task Topics_lets_the_broker_write_the_timestamps_of_events()
    {
        var server = await kafka.AddressAsync();
        await TopicsAsync(server);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = server }).Build();

        Assert.Equal("LogAppendTime", await SettingAsync(admin, "datause.events.v1", "message.timestamp.type"));
    }

    [Fact]
    public async Task Topics_prints_the_commands_that_open_exactly_a_banks_own()
    {
        var server = await kafka.AddressAsync();
        var commands = JsonNode.Parse((await TopicsAsync(server, "--dry-run")).Output)!["acls"]!.AsArray().Where(rule => (string?)rule!["institution"] == _bank).Select(rule => (string)rule!["command"]!).ToList();

        var add = $"kafka-acls --bootstrap-server {server} --add --allow-principal User:{_bank} --operation Read --operation Describe --resource-pattern-type prefixed";
        Assert.Equal([$"{add} --topic datause.{_bank}.", $"{add} --group datause.{_bank}."], commands);
    }

    [Fact]
    public async Task Publish_keeps_all_versions_in_one_record_and_lets_no_published_one_change()
    {
        var server = await kafka.AddressAsync();
        await TopicsAsync(server);

        Assert.Equal((0, "new"), await PublishAsync(server, version: 1, "dpv:Use"));
        Assert.Equal((0, "new"), await PublishAsync(server, version: 2, "dpv:Share"));
        Assert.Equal((0, "unchanged"), await PublishAsync(server, version: 1, "dpv:Use"));
        Assert.Equal((1, "refused"), await PublishAsync(server, version: 2, "dpv:Store"));
        Assert.Equal((0, "replaced"), await PublishAsync(server, version: 2, "dpv:Store", "--replace", "--dry-run"));
        Assert.Equal(Text(1, "dpv:Use") + "---\n" + Text(2, "dpv:Share"), Record(server));
        Assert.Equal((0, "replaced"), await PublishAsync(server, version: 2, "dpv:Store", "--replace"));
        Assert.Equal(Text(1, "dpv:Use") + "---\n" + Text(2, "dpv:Store"), Record(server));
    }

    [Fact]
    public async Task Publish_checks_first_and_publishes_nothing_with_a_mistake()
    {
        var file = _folder.Write("bad.yaml", Text(1, "dpv:Use") + "---\n" + Text(2, "dpv:Usse"));
        var result = await CovenantProcess.RunAsync("agreements", "publish", file, "--bootstrap-server", await kafka.AddressAsync());

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains($"{file}:13: clause `a`: ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "an institution cannot be called `events`", "--institution", "events")]
    [InlineData(2, "`Big Bank` is not the name of an institution", "--institution", "Big Bank")]
    [InlineData(2, "`covenant` would be the user of two", "--institution", "covenant")]
    [InlineData(2, "`--group` is of letters, digits and `._-`", "--group", "a b")]
    [InlineData(2, "`--partitions` is a number of at least 1, not `0`", "--partitions", "0")]
    [InlineData(2, "`--partitions` is a number of at least 1, not `many`", "--partitions", "many")]
    [InlineData(2, "`--replication-factor` is a number of at least 1, not `70000`", "--replication-factor", "70000")]
    [InlineData(2, "`--kafka-config` needs `KEY=VALUE`, not `nonsense`", "--kafka-config", "nonsense")]
    [InlineData(1, "no such configuration property", "--kafka-config", "foo=bar")]
    [InlineData(1, "nobody listens there (connection refused)")]
    public async Task What_cannot_be_done_is_said_in_one_line(int exitCode, string message, params string[] args)
    {
        var result = await CovenantProcess.RunAsync(["topics", "--bootstrap-server", "127.0.0.1:1", .. args]);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private Task<CommandResult> TopicsAsync(string server, params string[] more) =>
        CovenantProcess.RunAsync(["topics", "--bootstrap-server", server, "--institution", _bank, "--output", "json", .. more]);

    private async Task<(int ExitCode, string Change)> PublishAsync(string server, int version, string operation, params string[] more)
    {
        var file = _folder.Write($"v{version}.yaml", Text(version, operation));
        var result = await CovenantProcess.RunAsync(["agreements", "publish", file, "--bootstrap-server", server, "--output", "json", .. more]);
        return (result.ExitCode, (string)JsonNode.Parse(result.Output)!["versions"]![0]!["change"]!);
    }

    private string Text(int version, string operation) =>
        $"agreement: {_bank}\nversion: {version}\neffective: 2026-01-0{version}T00:00:00Z\nclauses:\n  - id: a\n    prohibit: {operation}\n";

    private string State(CommandResult result) =>
        (string)JsonNode.Parse(result.Output)!["topics"]!.AsArray().Single(topic => (string)topic!["topic"]! == $"datause.{_bank}.violations.v1")!["state"]!;

    private static async Task<string> PolicyAsync(string server, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = server }).Build();
        var answer = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);
        return answer[0].Entries["cleanup.policy"].Value;
    }

    private string? Record(string server)
    {
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = server, GroupId = _bank, EnablePartitionEof = true }).Build();
        consumer.Assign(new TopicPartitionOffset("datause.agreements.v1", 0, Offset.Beginning));
        string? latest = null;
        while (consumer.Consume(TestContext.Current.CancellationToken) is { IsPartitionEOF: false } result)
        {
            latest = result.Message.Key == _bank ? result.Message.Value : latest;
        }

        return latest;
    }
}
