using System.Text.Json.Nodes;
using Covenant.LoadTests.Processes;
using Covenant.Tests.Commands;
using Covenant.Tests.Kafka;

namespace Covenant.Tests.Access;

/// <summary>A real broker of its own with the authorizer on. The administrator comes in without a name by one door, everybody else by the other with a password; and what `covenant topics` printed was applied as it stands.</summary>
public sealed class GuardedKafka : IAsyncLifetime
{
    private static readonly string[] Users = ["paypal", "western-union", "covenant", "datause-producer", "datause-publisher"];

    private KafkaNode? _node;

    /// <summary>For the administrator.</summary>
    public string AdministratorAddress => _node!.Address;

    /// <summary>For everybody else.</summary>
    public string Address => _node!.SpareAddress;

    /// <summary>What a client needs to come in as the user.</summary>
    public static (string Key, string Value)[] LoginOf(string user) =>
        [("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN"), ("sasl.username", user), ("sasl.password", PasswordOf(user))];

    public async ValueTask InitializeAsync()
    {
        KafkaFixture.SkipWhereMissing();
        var settings = new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()!, Server = Server() };
        _node = await KafkaNode.StartAsync(settings);
        var printed = await CovenantProcess.RunAsync("topics", "--bootstrap-server", AdministratorAddress, "--institution", "paypal", "--institution", "western-union", "--partitions", "1", "--output", "json");
        Assert.True(printed.ExitCode == 0, printed.Errors);
        foreach (var rule in JsonNode.Parse(printed.Output)!["acls"]!.AsArray())
        {
            await ApplyAsync((string)rule!["command"]!, settings);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    // `kafka-acls` is a script that does this.
    private static async Task ApplyAsync(string command, KafkaSettings kafka)
    {
        var words = command.Split(' ');
        Assert.Equal("kafka-acls", words[0]);
        await using var run = ChildProcess.Start(
            kafka.Java, [$"-Dlog4j2.configurationFile={kafka.Home}/config/log4j2.yaml", "-cp", $"{kafka.Home}/libs/*", "org.apache.kafka.tools.AclCommand", .. words[1..]]);
        await run.WaitForEndAsync();
        Assert.True(run.ExitCode == 0, $"`{command}`: {run.LogTail}");
    }

    private static string PasswordOf(string user) => $"{user}-secret";

    private static Dictionary<string, string> Server() => new(StringComparer.Ordinal)
    {
        ["listeners"] = "PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},SASL_PLAINTEXT://127.0.0.1:{spare}",
        ["advertised.listeners"] = "PLAINTEXT://127.0.0.1:{port},SASL_PLAINTEXT://127.0.0.1:{spare}",
        ["listener.security.protocol.map"] = "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
        ["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        ["super.users"] = "User:ANONYMOUS",
        ["sasl.enabled.mechanisms"] = "PLAIN",
        ["listener.name.sasl_plaintext.plain.sasl.jaas.config"] =
            $"org.apache.kafka.common.security.plain.PlainLoginModule required {string.Join(' ', Users.Select(user => $"user_{user}=\"{PasswordOf(user)}\""))};",
    };
}
