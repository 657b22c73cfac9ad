using Covenant.LoadTests.Processes;
using Covenant.Tests.Kafka;

[assembly: AssemblyFixture(typeof(KafkaFixture))]

namespace Covenant.Tests.Kafka;

/// <summary>
/// One real Kafka node for all tests, started when the first one asks for it: from <c>KAFKA_HOME</c>, or <c>../shared/kafka</c> beside the repository.
/// Where there is none, tests skip and say why; where <c>CI</c> is true they fail.
/// </summary>
public sealed class KafkaFixture : IAsyncDisposable
{
    private readonly Lazy<Task<KafkaNode>> _node = new(() => KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! }));

    /// <summary>For <c>bootstrap.servers</c>.</summary>
    public async Task<string> AddressAsync()
    {
        SkipWhereMissing();
        return (await _node.Value).Address;
    }

    /// <summary>For tests that start a node of their own.</summary>
    public static void SkipWhereMissing() => RealPart.Require(Missing());

    public async ValueTask DisposeAsync()
    {
        if (_node.IsValueCreated)
        {
            await (await _node.Value).DisposeAsync();
        }
    }

    private static string? Missing() =>
        KafkaHome.Find() is null ? "no Kafka: set KAFKA_HOME to the folder of an Apache Kafka distribution"
        : JavaRuntime.Find() is null ? "no Java 17: install openjdk-17-jre-headless, or set JAVA_HOME"
        : null;
}
