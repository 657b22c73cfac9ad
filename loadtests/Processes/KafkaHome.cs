namespace Covenant.LoadTests.Processes;

/// <summary>Where an Apache Kafka distribution is: <c>KAFKA_HOME</c>, or <c>../shared/kafka</c> beside the repository.</summary>
public static class KafkaHome
{
    public static string? Find() =>
        Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } named ? Checked(named)
        : RepositoryFolder.Find() is { } repository ? Checked(Path.GetFullPath(Path.Combine(repository, "..", "shared", "kafka")))
        : null;

    private static string? Checked(string home) => Directory.Exists(Path.Combine(home, "libs")) ? home : null;
}
