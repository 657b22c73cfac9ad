using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Processes;

namespace Covenant.Tests.Faults;

/// <summary>A broker and Redis of the fault tests' own, for they are killed and frozen. One test after the other, alone: what they time is the machine, too.</summary>
[CollectionDefinition(nameof(FaultFixture), DisableParallelization = true)]
public sealed class FaultFixture : ICollectionFixture<FaultFixture>, IAsyncDisposable
{
    private readonly Lazy<Task<ChaosParts>> _parts = new(() => ChaosParts.StartAsync(new PartsSettings
    {
        Kafka = new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! },
        Storage = StorageKind.Redis,
        Redis = RedisNode.FindProgram(),
    }));

    public async Task<ChaosParts> PartsAsync()
    {
        if (Missing() is { } reason)
        {
            Assert.SkipUnless(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), reason);
            Assert.Fail(reason);
        }

        return await _parts.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_parts.IsValueCreated)
        {
            await (await _parts.Value).DisposeAsync();
        }
    }

    private static string? Missing() =>
        KafkaHome.Find() is null ? "no Kafka: set KAFKA_HOME to the folder of an Apache Kafka distribution"
        : JavaRuntime.Find() is null ? "no Java 17: install openjdk-17-jre-headless, or set JAVA_HOME"
        : RedisNode.FindProgram() is null ? "no redis-server: install Redis"
        : null;
}
