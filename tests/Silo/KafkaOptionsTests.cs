using Covenant.Silo.Kafka;
using Microsoft.Extensions.Configuration;

namespace Covenant.Tests.Silo;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void Any_other_setting_is_librdkafkas()
    {
        var options = Options(("bootstrap.servers", "localhost:9092"), ("Security.Protocol", "plaintext"), ("fetch.max.bytes", "1048576"));

        Assert.Null(FailureOf(options));
        Assert.Equal("plaintext", options.Settings["security.protocol"]);
        Assert.False(options.IsEmbedded);
    }

    [Fact]
    public void Without_an_address_the_silo_brings_its_own_broker() => Assert.True(Options().IsEmbedded);

    [Theory]
    [InlineData("enable.auto.commit")]
    [InlineData("acks")]
    [InlineData("enable.idempotence")]
    [InlineData("partition.assignment.strategy")]
    [InlineData("isolation.level")]
    public void A_setting_that_carries_a_guarantee_is_refused_and_says_which(string setting)
    {
        var failure = FailureOf(Options(("bootstrap.servers", "localhost:9092"), (setting, "1")));

        Assert.StartsWith($"`Covenant:Kafka:{setting}` cannot be set, for a guarantee hangs on it", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_librdkafka_does_not_know_is_refused()
    {
        var failure = FailureOf(Options(("bootstrap.server", "localhost:9092")));

        Assert.Contains("bootstrap.server", failure, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure!);
    }

    [Fact]
    public void An_empty_address_is_a_mistake_and_not_a_demo() =>
        Assert.Contains("is empty", FailureOf(Options(("bootstrap.servers", " "))), StringComparison.Ordinal);

    private static KafkaOptions Options(params (string Key, string Value)[] settings)
    {
        var options = new KafkaOptions();
        options.ReadFrom(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Covenant:Kafka:{setting.Key}", (string?)setting.Value))).Build());
        return options;
    }

    private static string? FailureOf(KafkaOptions options) => new KafkaOptionsValidator().Validate(null, options).FailureMessage;
}
