namespace Covenant.Tests.Kafka;

/// <summary>Where an Apache Kafka distribution is.</summary>
internal static class KafkaHome
{
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } named)
        {
            return Directory.Exists(Path.Combine(named, "libs")) ? named : null;
        }

        var beside = Path.GetFullPath(Path.Combine(RepositoryRoot.Path, "..", "shared", "kafka"));
        return Directory.Exists(Path.Combine(beside, "libs")) ? beside : null;
    }
}

internal static class JavaRuntime
{
    public static string? Find()
    {
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] candidates = [.. home is { Length: > 0 } ? [Path.Combine(home, "bin", "java")] : Array.Empty<string>(), .. folders.Select(folder => Path.Combine(folder, "java"))];
        return candidates.FirstOrDefault(File.Exists);
    }
}
