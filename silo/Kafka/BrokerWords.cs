using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Covenant.Contracts.Showing;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>What stands between a client and its broker.</summary>
/// <param name="Words">What is wrong and what to do, to stand behind `kafka at ...:`.</param>
/// <param name="IsLasting">It does not pass by itself: somebody has to change a setting.</param>
/// <param name="Certificate">Where a broker listens whose certificate was refused, for what librdkafka does not tell of it; null otherwise.</param>
internal sealed record BrokerTrouble(string Words, bool IsLasting, string? Certificate = null);

/// <summary>
/// The one place where an error of librdkafka becomes a sentence: for the commands, the silo and the load tools, which share this file. librdkafka tells the cause in English
/// beside a code that stands for many causes, so the text is looked into; what is not known is told as it came.
/// </summary>
internal static partial class BrokerWords
{
    private const int TextMax = 300;

    private const int LookedAtMax = 2_000;

    // The first four bytes of an answer, taken for its length: `HTTP`.
    private const string Http = "1213486160";

    private const string SecurityProtocol = "`security.protocol`";

    /// <param name="user">As which the client comes in, where that is known.</param>
    public static BrokerTrouble Of(Error error, string? user = null) => error.Code switch
    {
        ErrorCode.Local_Resolve => Resolve(error.Reason),
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => Login(error.Reason, user),
        ErrorCode.UnsupportedSaslMechanism => new("it does not take this `sasl.mechanism`; set one that it takes", true),
        ErrorCode.IllegalSaslState => new(NoLogin, true),
        ErrorCode.Local_Ssl or ErrorCode.Local_Transport or ErrorCode.Local_BadMsg => Way(error.Reason),
        ErrorCode.Local_AllBrokersDown => new("no broker can be reached", false),
        ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.RequestTimedOut => new("it does not answer in time", false),
        ErrorCode.TopicAuthorizationFailed => new($"{Who(user)} has no right to do this with the topic; {Rights}", true),
        ErrorCode.GroupAuthorizationFailed => new($"{Who(user)} has no right to this consumer group (`group.id`); {Rights}", true),
        ErrorCode.TransactionalIdAuthorizationFailed => new($"{Who(user)} has no right to this transactional id; {Rights}", true),
        ErrorCode.ClusterAuthorizationFailed => new($"{Who(user)} has no right to do this with the cluster; {Rights}", true),
        ErrorCode.ConcurrentTransactions => new("it still ends the last transaction of this name, which waits for a broker that is away", false),
        ErrorCode.SecurityDisabled => new("it has no authorizer, so it can be asked nothing about rights", true),
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic => new("the topic is not there; `covenant topics` creates it", true),
        _ => new(Plain(error.Reason), false),
    };

    /// <summary>What librdkafka tells in its log alone; null where the line is about something else.</summary>
    public static BrokerTrouble? Of(LogMessage line)
    {
        if (Closed.Match(line.Message) is not { Success: true } closed)
        {
            return null;
        }

        var isEarly = int.Parse(closed.Groups["ms"].ValueSpan, CultureInfo.InvariantCulture) < 1_000;
        return closed.Groups["state"].Value == "APIVERSION_QUERY"
            ? new($"it closes each connection before it has said a word, as a listener for TLS does: set {SecurityProtocol} to `SSL` or `SASL_SSL`, or name the port of Kafka without TLS", false)
            : isEarly ? new($"it closes each connection at the first question, as a listener does that wants a login: set {SecurityProtocol} to `SASL_PLAINTEXT` and `sasl.mechanism`, `sasl.username`, `sasl.password`", false)
            : null;
    }

    /// <summary>One line, without what librdkafka puts around it.</summary>
    public static string Plain(string reason)
    {
        var text = Around.Replace(reason[..Math.Min(reason.Length, LookedAtMax)].ReplaceLineEndings(" "), "").Trim().TrimEnd('.');
        text = Shown.Beginning(text, TextMax);
        return text.Length == 0 ? "it failed" : text.Length > 1 && char.IsUpper(text[1]) ? text : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string NoLogin => $"this listener asks nobody to log in: set {SecurityProtocol} to `PLAINTEXT` or `SSL`, or name the port where a login is wanted";

    private static string Rights => "`covenant topics` prints the commands that give each user theirs";

    private static string Who(string? user) => user is null ? "this user" : $"user `{Plain(user)}`";

    private static BrokerTrouble Resolve(string reason)
    {
        var host = Unresolved.Match(reason) is { Success: true } found ? $" `{Plain(found.Groups["host"].Value)}`" : "";
        return reason.Contains("Temporary failure", StringComparison.OrdinalIgnoreCase) || reason.Contains("try again", StringComparison.OrdinalIgnoreCase)
            ? new($"the name of the host{host} cannot be looked up now", false)
            : new($"there is no host{host}; check its name", false);
    }

    private static BrokerTrouble Login(string reason, string? user)
    {
        if (Mechanisms.Match(reason) is { Success: true } mechanism)
        {
            return reason.Contains("Unsupported SASL mechanism", StringComparison.Ordinal)
                ? new($"it does not take `{Plain(mechanism.Groups["asked"].Value)}`: set `sasl.mechanism` to one that it takes ({Plain(mechanism.Groups["taken"].Value)})", true)
                : new(NoLogin, true);
        }

        return reason.Contains("Invalid username or password", StringComparison.OrdinalIgnoreCase) || reason.Contains("invalid credentials", StringComparison.OrdinalIgnoreCase)
            ? new($"the broker refused the password{(user is null ? "" : $" of `{Plain(user)}`")}, or knows no such user: check `sasl.username` and `sasl.password`", true)
            : new($"the broker refused the login: {Plain(reason)}", true);
    }

    private static BrokerTrouble Way(string reason)
    {
        bool Says(string text) => reason.Contains(text, StringComparison.OrdinalIgnoreCase);
        return Says("certificate verify failed") ? new("its certificate is not trusted: name the authority that issued it in `ssl.ca.location`", true, Listener.Match(reason).Groups["address"].Value)
            : Says("connecting to a PLAINTEXT broker listener") || Says("wrong version number") || Says("SSL connection closed by peer") || Says("packet length too long")
                ? new($"this listener does not speak TLS: set {SecurityProtocol} to `PLAINTEXT` or `SASL_PLAINTEXT`, or name the port of Kafka with TLS", false)

            // The second is what Java says of a client that has none.
            : Says("alert certificate required") || Says("alert bad certificate")
                ? new("it wants a certificate of this client: set `ssl.certificate.location` and `ssl.key.location` to one that it accepts", true)
            : Says("alert unknown ca") || Says("alert certificate") || Says("alert unsupported certificate")
                ? new($"it does not accept the certificate of this client (`ssl.certificate.location`): {Plain(reason)}", true)
            : Says($"Invalid response size {Http}") ? new("what answers there is a web server and no Kafka; check the port", false)
            : Says("Invalid response size") || Says("Protocol parse failure")
                ? new($"what answers there does not speak Kafka's protocol: check the port, and {SecurityProtocol}", false)
            : Says("Connection refused") ? new("nobody listens there (connection refused): check the address, and whether the broker runs", false)
            : new(Plain(reason), false);
    }

    // `ssl://host:9093/bootstrap: SSL handshake failed: ... (after 36ms in state SSL_HANDSHAKE)`, `Broker: Topic authorization failed`
    [GeneratedRegex(@"^(\S*/\S+: )?((Broker|Local): )?| \(after [0-9]+ms in state [A-Z_]+.*\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Around { get; }

    [GeneratedRegex(@"Failed to resolve '(?<host>[^']*?)(:[0-9]+)?'", RegexOptions.CultureInvariant)]
    private static partial Regex Unresolved { get; }

    // Of a plain connection: the names of others begin with `ssl://` and the like.
    [GeneratedRegex(@"(^|\]: )[^/\s]+:[0-9]+/[^/\s]+: Disconnected(?![a-z]).*\(after (?<ms>[0-9]{1,9})ms in state (?<state>APIVERSION_QUERY|UP)(?![A-Z_])", RegexOptions.CultureInvariant)]
    private static partial Regex Closed { get; }

    [GeneratedRegex(@"SASL (?<asked>\S+) mechanism handshake failed: .*supported mechanisms: (?<taken>[^(]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Mechanisms { get; }

    [GeneratedRegex(@"://(?<address>\S+)/[^/\s]+: ", RegexOptions.CultureInvariant)]
    private static partial Regex Listener { get; }
}
