using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Processes;
using Covenant.LoadTests.Systems;

namespace Covenant.Tests.Faults;

/// <summary>A broker and Redis of the fault tests' own, for they are killed and frozen. One test after the other, alone: what they time is the machine, too.</summary>
[CollectionDefinition(nameof(FaultFixture), DisableParallelization = true)]
public sealed class FaultFixture : ICollectionFixture<FaultFixture>, IAsyncDisposable
{
    private Task<SystemParts>? _parts;

    public Task<SystemParts> PartsAsync() => _parts ??= StartAsync(StorageKind.Redis);

    /// <summary>Parts of a test's own; the test is skipped where one of them is missing, and fails in CI.</summary>
    /// <param name="user">Whom the broker asks for rights; null = nobody.</param>
    public static Task<SystemParts> StartAsync(StorageKind storage, string? user = null)
    {
        var kafka = (Home: KafkaHome.Find(), Java: JavaRuntime.Find());
        RealPart.Require(
            kafka.Home is null ? "no Kafka: set KAFKA_HOME to the folder of an Apache Kafka distribution"
            : kafka.Java is null ? "no Java 17: install openjdk-17-jre-headless, or set JAVA_HOME"
            : null);
        var settings = new PartsSettings { Kafka = new KafkaSettings { Home = kafka.Home!, Java = kafka.Java!, User = user }, Storage = storage };
        RealPart.Require(settings.Mistake);
        return SystemParts.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_parts is not null)
        {
            await (await _parts).DisposeAsync();
        }
    }
}
