using System.Globalization;
using Covenant.LoadTests.Processes;

namespace Covenant.Tests.Kafka;

/// <summary>A real broker that is hard to come in to: with a login, with TLS, with certificates that nobody should trust. <c>keytool</c>, a part of every Java, makes the certificates.</summary>
public sealed class GuardedListeners : IAsyncLifetime
{
    private const string Secret = "not-a-secret";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covenant-tls-");
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);
    private KafkaNode? _node;

    /// <summary>Without login or TLS.</summary>
    public string Plain => _node!.Address;

    /// <summary>The certificate of the authority that issued the others.</summary>
    public string Authority => File("authority.pem");

    /// <param name="listener">Of those below.</param>
    public string AddressOf(string listener) => $"127.0.0.1:{_ports[listener]}";

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        KafkaFixture.SkipWhereMissing();
        await KeyToolAsync("-genkeypair", "-alias", "authority", "-dname", "CN=Covenant Tests", "-ext", "bc:c", "-validity", "3650", "-keystore", File("authority.p12"));
        await KeyToolAsync("-exportcert", "-alias", "authority", "-keystore", File("authority.p12"), "-rfc", "-file", Authority);
        await IssueAsync("good", "ip:127.0.0.1", "-validity", "30");
        await IssueAsync("expired", "ip:127.0.0.1", "-startdate", "-20d", "-validity", "10");
        await IssueAsync("elsewhere", "dns:broker.example", "-validity", "30");

        // An authority that is nobody's.
        await KeyToolAsync("-genkeypair", "-alias", "other", "-dname", "CN=Somebody Else", "-validity", "30", "-keystore", File("other.p12"));
        await KeyToolAsync("-exportcert", "-alias", "other", "-keystore", File("other.p12"), "-rfc", "-file", File("other.pem"));
        foreach (var (name, port) in new[] { "login", "good", "expired", "elsewhere", "mutual" }.Zip(FreePort.Some(5)))
        {
            _ports[name] = port;
        }

        _node = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()!, Server = Server() });
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task IssueAsync(string name, string host, params string[] validity)
    {
        await KeyToolAsync(["-genkeypair", "-alias", "own", "-dname", $"CN={name}", "-keystore", File($"{name}.p12"), .. validity]);
        await KeyToolAsync("-certreq", "-alias", "own", "-keystore", File($"{name}.p12"), "-file", File($"{name}.csr"));
        await KeyToolAsync(["-gencert", "-alias", "authority", "-keystore", File("authority.p12"), "-infile", File($"{name}.csr"), "-outfile", File($"{name}.pem"), "-rfc", "-ext", $"san={host}", .. validity]);
        await KeyToolAsync("-importcert", "-noprompt", "-alias", "authority", "-file", Authority, "-keystore", File($"{name}.p12"));
        await KeyToolAsync("-importcert", "-noprompt", "-alias", "own", "-file", File($"{name}.pem"), "-keystore", File($"{name}.p12"));
    }

    private static async Task KeyToolAsync(params string[] arguments)
    {
        string[] key = arguments[0] == "-genkeypair" ? ["-keyalg", "RSA", "-keysize", "2048", "-keypass", Secret] : [];
        await using var run = ChildProcess.Start(Path.Combine(Path.GetDirectoryName(JavaRuntime.Find()!)!, "keytool"), [.. arguments, "-storetype", "PKCS12", "-storepass", Secret, .. key]);
        await run.WaitForEndAsync();
        Assert.True(run.ExitCode == 0, $"keytool {arguments[0]}: {run.LogTail}");
    }

    private Dictionary<string, string> Server()
    {
        string Listeners(string plain) => plain + string.Concat(_ports.Select(one => string.Create(CultureInfo.InvariantCulture, $",{one.Key.ToUpperInvariant()}://127.0.0.1:{one.Value}")));
        var server = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listeners"] = Listeners("PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}"),
            ["advertised.listeners"] = Listeners("PLAINTEXT://127.0.0.1:{port}"),
            ["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT,GOOD:SSL,EXPIRED:SSL,ELSEWHERE:SSL,MUTUAL:SSL",
            ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            ["super.users"] = "User:ANONYMOUS",
            ["sasl.enabled.mechanisms"] = "PLAIN",
            ["listener.name.login.plain.sasl.jaas.config"] = "org.apache.kafka.common.security.plain.PlainLoginModule required user_paypal=\"right\";",
            ["listener.name.mutual.ssl.client.auth"] = "required",
            ["listener.name.mutual.ssl.truststore.location"] = File("good.p12"),
            ["listener.name.mutual.ssl.truststore.password"] = Secret,
        };
        foreach (var (listener, keys) in new[] { ("good", "good"), ("expired", "expired"), ("elsewhere", "elsewhere"), ("mutual", "good") })
        {
            server[$"listener.name.{listener}.ssl.keystore.location"] = File($"{keys}.p12");
            server[$"listener.name.{listener}.ssl.keystore.password"] = Secret;
            server[$"listener.name.{listener}.ssl.key.password"] = Secret;
        }

        return server;
    }
}
