using Covenant.Silo.Topics;
using Covenant.Tests.Commands;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Access;

/// <summary>With what `covenant topics` prints applied to a real broker's authorizer, everybody can do what is theirs to do, and nothing else.</summary>
public sealed class AccessControlTests(GuardedKafka kafka) : IClassFixture<GuardedKafka>
{
    private const string Refused = "TopicAuthorizationFailed";

    private readonly KafkaUser _paypal = new(kafka, "paypal");
    private readonly KafkaUser _silo = new(kafka, "covenant");
    private readonly KafkaUser _producer = new(kafka, "datause-producer");
    private readonly KafkaUser _publisher = new(kafka, "datause-publisher");

    [Theory]
    [InlineData("datause.western-union.violations.v1")]
    [InlineData(TopicNames.Events)]
    [InlineData(TopicNames.Agreements)]
    [InlineData(TopicNames.Shadow)]
    [InlineData(TopicNames.DeadLetters)]
    [InlineData(TopicNames.Undelivered)]
    public async Task A_bank_neither_reads_nor_writes_what_is_not_its_own(string topic)
    {
        Assert.Equal(Refused, _paypal.Reads(topic, "datause.paypal.reader"));
        Assert.Equal(Refused, await _paypal.WritesAsync(topic));
    }

    [Fact]
    public async Task A_bank_reads_its_own_topic_in_groups_of_its_own_and_does_not_write_to_it()
    {
        var own = TopicNames.ViolationsOf("paypal");

        Assert.DoesNotContain("Failed", _paypal.Reads(own, "datause.paypal.reader"), StringComparison.Ordinal);
        Assert.Equal("GroupAuthorizationFailed", _paypal.Reads(own, "datause.western-union.reader"));
        Assert.Equal("GroupAuthorizationFailed", _paypal.Reads(own, "covenant"));
        Assert.Equal(Refused, await _paypal.WritesAsync(own));
    }

    [Fact]
    public async Task The_silo_puts_no_words_into_others_mouths_and_takes_no_topic_away()
    {
        Assert.Equal(Refused, await _silo.WritesAsync(TopicNames.Events));
        Assert.Equal(Refused, await _silo.WritesAsync(TopicNames.Agreements));
        Assert.Equal(Refused, _silo.Reads(TopicNames.ViolationsOf("paypal"), "covenant"));
        Assert.Equal("GroupAuthorizationFailed", _silo.Reads(TopicNames.Events, "datause.paypal.reader"));
        Assert.Equal(Refused, await _silo.AdministersAsync(admin => admin.DeleteTopicsAsync([TopicNames.ViolationsOf("western-union")])));
        Assert.Equal(Refused, await _silo.AdministersAsync(admin => admin.CreateTopicsAsync([new() { Name = "elsewhere", NumPartitions = 1 }])));
    }

    [Fact]
    public async Task Who_writes_events_writes_nothing_else_and_who_publishes_agreements_sees_no_event()
    {
        Assert.Equal("GroupAuthorizationFailed", _producer.Reads(TopicNames.Events, "any"));
        Assert.Equal(Refused, await _producer.WritesAsync(TopicNames.Agreements));
        Assert.Equal(Refused, await _producer.WritesAsync(TopicNames.ViolationsOf("paypal")));
        Assert.Equal(Refused, await _publisher.WritesAsync(TopicNames.Events));
        Assert.Equal(Refused, await _publisher.WritesAsync(TopicNames.ViolationsOf("paypal")));
    }

    [Fact]
    public async Task Each_in_their_own_name_they_bring_an_event_to_the_bank_that_it_violates()
    {
        using var folder = new TemporaryFolder();
        await PublishAsync(folder, "paypal");
        await using var silo = await RunningSilo.StartAsync(kafka.Address, "covenant", [.. GuardedKafka.LoginOf("covenant").Select(one => $"--Covenant:Kafka:{one.Key}={one.Value}")]);
        await Eventually.HoldsAsync("the silo knows the agreement", () => silo.Books.Current.Find("paypal") is not null);

        Assert.Equal("written", await _producer.WritesAsync(TopicNames.Events, "paypal/c-1", Event("paypal")));
        Assert.Equal("written", await _producer.WritesAsync(TopicNames.Events, "nobody/c-1", "unreadable"));
        var administrator = new KafkaTopics(kafka.AdministratorAddress);
        await Eventually.HoldsAsync("both events are done with", () => administrator.IsDone("covenant", TopicNames.Events));

        Assert.Contains("\"clause\":\"no-ads\"", _paypal.Reads(TopicNames.ViolationsOf("paypal"), "datause.paypal.billing"), StringComparison.Ordinal);
        Assert.Single(administrator.ReadAll(TopicNames.DeadLetters));

        await PublishAsync(folder, "newcomer");
        await Eventually.HoldsAsync("an institution that nobody provisioned for has its topic", () => administrator.PartitionsOf(TopicNames.ViolationsOf("newcomer")).Count > 0);
        Assert.Equal("written", await _producer.WritesAsync(TopicNames.Events, "newcomer/c-1", Event("newcomer")));
        await Eventually.HoldsAsync("the newcomer's event is done with", () => administrator.IsDone("covenant", TopicNames.Events));
        Assert.Single(administrator.ReadAll(TopicNames.ViolationsOf("newcomer")));
    }

    private static string Event(string institution) =>
        $$$"""{"specversion":"1.0","id":"e-1","time":"2026-03-01T12:00:00Z","data":{"institution":"{{{institution}}}","customer":"c-1","operation":"dpv:Use","purposes":["dpv:Advertising"]}}""";

    private async Task PublishAsync(TemporaryFolder folder, string institution)
    {
        var file = folder.Write(
            $"{institution}.yaml", $"agreement: {institution}\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: no-ads\n    prohibit: {{ purposes: dpv:Advertising }}\n");
        var login = GuardedKafka.LoginOf(_publisher.Name).SelectMany(setting => new[] { "--kafka-config", $"{setting.Key}={setting.Value}" });
        var published = await CovenantProcess.RunAsync(["agreements", "publish", file, "--bootstrap-server", kafka.Address, .. login]);
        Assert.True(published.ExitCode == 0, published.Errors);
    }
}
