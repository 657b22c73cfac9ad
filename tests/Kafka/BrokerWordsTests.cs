using Confluent.Kafka;
using Covenant.Silo.Kafka;
using CsCheck;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Tests.Kafka;

/// <summary>What stands for an error, whatever librdkafka says beside its code. Commands/BrokerTroubleTests holds it against a real broker.</summary>
public sealed class BrokerWordsTests
{
    [Theory]
    [InlineData(ErrorCode.GroupAuthorizationFailed, "user `bank` has no right to this consumer group (`group.id`)")]
    [InlineData(ErrorCode.TransactionalIdAuthorizationFailed, "user `bank` has no right to this transactional id")]
    [InlineData(ErrorCode.TopicAuthorizationFailed, "user `bank` has no right to do this with the topic")]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, "user `bank` has no right to do this with the cluster")]
    public void A_right_that_is_missing_is_named_and_the_way_to_get_it(ErrorCode code, string words)
    {
        var trouble = BrokerWords.Of(new Error(code), "bank");

        Assert.StartsWith(words, trouble.Words, StringComparison.Ordinal);
        Assert.EndsWith("`covenant topics` prints the commands that give each user theirs", trouble.Words, StringComparison.Ordinal);
        Assert.True(trouble.IsLasting);
    }

    [Theory]
    [InlineData("ssl://10.0.0.1:9093/1: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be verified (after 3ms in state SSL_HANDSHAKE)", "10.0.0.1:9093")]
    [InlineData("sasl_ssl://[::1]:9093/bootstrap: error:0A000086:SSL routines::certificate verify failed (after 20ms in state SSL_HANDSHAKE)", "[::1]:9093")]
    public void A_certificate_that_was_refused_is_known_by_its_listener(string reason, string listener) =>
        Assert.Equal(listener, BrokerWords.Of(new Error(ErrorCode.Local_Ssl, reason)).Certificate);

    [Theory]
    [InlineData("10.0.0.1:9092/1: Connect to ipv4#10.0.0.1:9092 failed: No route to host (after 3ms in state CONNECT)", "connect to ipv4#10.0.0.1:9092 failed: No route to host")]
    [InlineData("Broker: Not enough in-sync replicas", "not enough in-sync replicas")]
    [InlineData("Local: Queue full.", "queue full")]
    [InlineData("OAUTHBEARER\nfailed", "OAUTHBEARER failed")]
    [InlineData("", "it failed")]
    public void What_is_not_known_is_told_as_it_came_without_what_stands_around_it(string reason, string words) =>
        Assert.Equal(words, BrokerWords.Plain(reason));

    [Theory]
    [InlineData("[thrd:b:9092/bootstrap]: b:9092/bootstrap: Disconnected: connection closed by peer: receive 0 after POLLIN (after 3ms in state APIVERSION_QUERY)", "as a listener for TLS does")]
    [InlineData("[thrd:b:9092/bootstrap]: b:9092/bootstrap: Disconnected: connection closed by peer: receive 0 after POLLIN (after 3ms in state UP)", "as a listener does that wants a login")]
    public void A_broker_that_hangs_up_at_once_is_taken_for_one_of_another_kind(string line, string words) =>
        Assert.Contains(words, BrokerWords.Of(Line(line))!.Words, StringComparison.Ordinal);

    [Theory]
    [InlineData("[thrd:b:9092/1]: b:9092/1: Disconnected: connection closed by peer: receive 0 after POLLIN (after 600000ms in state UP)")]
    [InlineData("[thrd:ssl://b:9092/1]: ssl://b:9092/1: Disconnected: connection closed by peer (after 3ms in state UP)")]
    [InlineData("[thrd:sasl_plaintext://b:9092/1]: sasl_plaintext://b:9092/1: Disconnected: connection closed by peer (after 3ms in state APIVERSION_QUERY)")]
    [InlineData("[thrd:app]: Configuration property group.id is a consumer property and will be ignored by this producer instance")]
    [InlineData("")]
    public void A_broker_that_restarts_or_speaks_of_something_else_is_not(string line) => Assert.Null(BrokerWords.Of(Line(line)));

    [Fact]
    public void Whatever_comes_from_outside_the_words_are_one_line_of_bounded_length() =>
        Gen.Select(Gen.OneOf(Enum.GetValues<ErrorCode>()), Gen.OneOf(Gen.String[0, 2_000], Gen.Const("SASL \u001b[2J mechanism handshake failed: x supported mechanisms: \n\u0007")), Gen.String[0, 2_000])
            .Sample((code, reason, user) =>
            {
                var words = BrokerWords.Of(new Error(code, reason), user).Words;
                BrokerWords.Of(Line(reason));
                return words.Length is > 0 and < 1_500 && !words.Any(char.IsControl);
            });

    private static LogMessage Line(string text) => new("rdkafka#producer-1", SyslogLevel.Info, "FAIL", text);
}
