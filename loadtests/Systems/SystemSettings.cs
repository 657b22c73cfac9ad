using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Processes;

namespace Covenant.LoadTests.Systems;

/// <summary>What is put under load: a cluster that runs already, or parts and silos of the run's own.</summary>
public sealed record SystemSettings
{
    /// <summary>Of the cluster that runs already; null where the run brings its own.</summary>
    public string? BootstrapServer { get; init; }

    /// <summary>The silos' consumer group.</summary>
    public string Group { get; init; } = "covenant";

    public int Silos { get; init; } = 1;

    /// <summary>Of a new topic of events; -1 = the broker's default.</summary>
    public int Partitions { get; init; } = 4;

    public StorageKind Storage { get; init; } = StorageKind.Redis;

    public string? KafkaHome { get; init; } = Processes.KafkaHome.Find();

    /// <summary>The built or published <c>covenant.dll</c>.</summary>
    public string? Silo { get; init; } = SiloExecutable.Find();

    /// <summary>For the silos, by their full names.</summary>
    public IReadOnlyDictionary<string, string> SiloSettings { get; init; } = new Dictionary<string, string>();

    public bool IsSelfContained => BootstrapServer is null;

    /// <summary>What is missing, and how to get it; null where nothing is.</summary>
    public string? Mistake =>
        !IsSelfContained ? null
        : KafkaHome is null ? "there is no Kafka: give `--kafka-home`, or set KAFKA_HOME, to the folder of an Apache Kafka distribution"
        : JavaRuntime.Find() is null ? "there is no Java: install a Java 17 runtime, or set JAVA_HOME"
        : !File.Exists(Silo) ? $"there is no silo at `{Silo}`: run `dotnet build silo`, or give `--silo` the published covenant.dll"
        : Silos is < 1 or > 16 ? $"`--silos` is {Silos}: give 1 to 16"
        : this is { Storage: StorageKind.Memory, Silos: > 1 } ? "several silos need a storage that they share: leave `--storage memory` out"
        : PartsOf().Mistake;

    internal PartsSettings PartsOf() => new() { Kafka = new() { Home = KafkaHome!, Java = JavaRuntime.Find()! }, Storage = Storage };
}
