using System.Net;
using System.Net.Sockets;
using Covenant.Tests.Kafka;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Tests.Commands;

/// <summary>Whatever keeps a client from its broker is told by its cause, on a real broker: by the commands and by the silo in the same words.</summary>
public sealed class BrokerTroubleTests(GuardedListeners kafka) : IClassFixture<GuardedListeners>
{
    private const string Tls = "security.protocol=SSL";

    private const string Login = "security.protocol=SASL_PLAINTEXT sasl.mechanism=PLAIN sasl.username=paypal sasl.password=";

    /// <summary>The listener, the settings of the client, and what it is told.</summary>
    private static readonly (string Listener, string Settings, string Words)[] Troubles =
    [
        ("login", Login + "wrong", "the broker refused the password of `paypal`, or knows no such user"),
        ("login", "security.protocol=SASL_PLAINTEXT sasl.mechanism=PLAIN sasl.username=nobody sasl.password=x", "the broker refused the password of `nobody`, or knows no such user"),
        ("login", "security.protocol=SASL_PLAINTEXT sasl.mechanism=SCRAM-SHA-512 sasl.username=paypal sasl.password=right", "it does not take `SCRAM-SHA-512`: set `sasl.mechanism` to one that it takes (PLAIN)"),
        ("login", "", "it closes each connection at the first question, as a listener does that wants a login"),
        ("login", Tls, "this listener does not speak TLS"),
        ("plain", Tls, "this listener does not speak TLS"),
        ("plain", Login + "right", "this listener asks nobody to log in"),
        ("good", "", "it closes each connection before it has said a word, as a listener for TLS does"),
        ("good", Tls, "its certificate is not trusted by this machine: it was issued by `CN=Covenant Tests`"),
        ("good", Tls + " ssl.ca.location={other}", "its certificate is not trusted by `{other}`: it was issued by `CN=Covenant Tests`"),
        ("good", Tls + " ssl.ca.location={missing}", "a setting is wrong: ssl.ca.location failed"),
        ("expired", Tls + " ssl.ca.location={authority}", "its certificate has expired (on "),
        ("elsewhere", Tls + " ssl.ca.location={authority}", "its certificate is for `broker.example`, and not for `127.0.0.1`"),
        ("mutual", Tls + " ssl.ca.location={authority}", "it wants a certificate of this client: set `ssl.certificate.location` and `ssl.key.location`"),
        ("nobody", "", "nobody listens there (connection refused)"),
        ("no-such-host.invalid:9092", "", "there is no host `no-such-host.invalid`; check its name"),
        ("web", "", "what answers there is a web server and no Kafka"),
    ];

    // Most of them wait for as long as a broker may take to answer: some at a time.
    private const int AtOnce = 4;

    [Fact]
    public async Task A_command_says_what_keeps_it_from_the_broker()
    {
        using var web = new WebServer();
        using var turns = new SemaphoreSlim(AtOnce);
        var results = await Task.WhenAll(Troubles.Select(async trouble =>
        {
            await turns.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return (trouble.Words, Result: await TopicsAsync(AddressOf(trouble.Listener, web), trouble.Settings));
            }
            finally
            {
                turns.Release();
            }
        }));

        Assert.All(results, one =>
        {
            Assert.Equal((1, ""), (one.Result.ExitCode, one.Result.Output));
            Assert.Contains(Named(one.Words), Assert.Single(one.Result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("login", Login + "right")]
    [InlineData("good", Tls + " ssl.ca.location={authority}")]
    [InlineData("plain", "")]
    public async Task With_the_right_settings_the_same_listeners_let_it_in(string listener, string settings) =>
        Assert.Equal(0, (await TopicsAsync(AddressOf(listener, null), settings)).ExitCode);

    [Fact]
    public async Task A_user_without_a_right_is_told_so_and_not_that_a_topic_is_missing()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await CovenantProcess.RunAsync("topics", "--bootstrap-server", kafka.Plain)).ExitCode);
        var file = folder.Write("acme.yaml", "agreement: acme\nversion: 1\neffective: 2026-01-01\nclauses: [{ id: a, prohibit: dpv:Use }]\n");
        string[] login = [.. Filled(Login + "right").SelectMany(one => new[] { "--kafka-config", one })];

        var publish = await CovenantProcess.RunAsync(["agreements", "publish", file, "--bootstrap-server", kafka.AddressOf("login"), .. login]);
        var topics = await CovenantProcess.RunAsync(["topics", "--institution", "acme", "--bootstrap-server", kafka.AddressOf("login"), .. login]);

        Assert.Equal((1, 1), (publish.ExitCode, topics.ExitCode));
        Assert.Contains("user `paypal` has no right to do this with the topic; `covenant topics` prints the commands", Assert.Single(publish.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("user `paypal` has no right to do this with the topic", topics.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login", Login + "wrong", "the broker refused the password of `paypal`, or knows no such user")]
    [InlineData("login", "", "it closes each connection at the first question, as a listener does that wants a login")]
    [InlineData("expired", Tls + " ssl.ca.location={authority}", "its certificate has expired (on ")]
    [InlineData("nobody", "", "nobody listens there (connection refused)")]
    public async Task A_silo_says_the_same_of_its_health(string listener, string settings, string words)
    {
        await using var silo = await RunningSilo.StartAsync(AddressOf(listener, null), "troubled", [.. Filled(settings).Select(one => $"--Covenant:Kafka:{one}"), "--Logging:LogLevel:Covenant=None"]);
        var health = silo.Services.GetRequiredService<HealthCheckService>();

        await Eventually.HoldsAsync(
            $"the health of the silo says `{words}`",
            () => health.CheckHealthAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult().Entries["agreements"].Description!.Contains(words, StringComparison.Ordinal));
    }

    private Task<CommandResult> TopicsAsync(string address, string settings) =>
        CovenantProcess.RunAsync(["topics", "--bootstrap-server", address, "--dry-run", .. Filled(settings).SelectMany(one => new[] { "--kafka-config", one })]);

    private string AddressOf(string listener, WebServer? web) => listener switch
    {
        "plain" => kafka.Plain,
        "nobody" => "127.0.0.1:1",
        "web" => web!.Address,
        _ when listener.Contains(':', StringComparison.Ordinal) => listener,
        _ => kafka.AddressOf(listener),
    };

    private string[] Filled(string settings) => Named(settings).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private string Named(string text) => text.Replace("{authority}", kafka.Authority, StringComparison.Ordinal)
        .Replace("{other}", kafka.File("other.pem"), StringComparison.Ordinal).Replace("{missing}", kafka.File("missing.pem"), StringComparison.Ordinal);

    /// <summary>Answers whatever it is asked as a web server does that does not understand.</summary>
    private sealed class WebServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public WebServer()
        {
            _listener.Start();
            _ = AnswerAsync();
        }

        public string Address => _listener.LocalEndpoint.ToString()!;

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    using var asked = await _listener.AcceptTcpClientAsync();
                    await asked.GetStream().ReadExactlyAsync(new byte[4]);
                    await asked.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
                }
            }
            catch (Exception ended) when (ended is SocketException or IOException or ObjectDisposedException)
            {
                // The test is over, or its client hung up.
            }
        }
    }
}
