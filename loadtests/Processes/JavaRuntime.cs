namespace Covenant.LoadTests.Processes;

/// <summary>Where a Java runtime is: <c>JAVA_HOME</c>, or on the path.</summary>
public static class JavaRuntime
{
    public static string? Find()
    {
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string[] candidates = [.. home is { Length: > 0 } ? [Path.Combine(home, "bin", "java")] : Array.Empty<string>(), .. folders.Select(folder => Path.Combine(folder, "java"))];
        return candidates.FirstOrDefault(File.Exists);
    }
}
