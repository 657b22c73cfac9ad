using System.Diagnostics;

namespace Covenant.Tests;

/// <summary>Runs the scripts of tests/node; the test skips where Node.js or a part is missing, but never in CI.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "node");

    /// <param name="part">The package that the script needs.</param>
    /// <param name="input">What it reads from standard input.</param>
    /// <returns>What it writes to standard output.</returns>
    public static async Task<string> RunAsync(string part, string script, string input, params string[] arguments)
    {
        RealPart.Require(Directory.Exists(Path.Combine(Folder, "node_modules", part)) ? null : $"{part} is missing: run `npm ci --prefix tests/node`");
        using var node = Start(Path.Combine(Folder, script), arguments);
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var said = node.StandardOutput.ReadToEndAsync(deadline.Token);
            var complaint = node.StandardError.ReadToEndAsync(deadline.Token);
            await node.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            node.StandardInput.Close();
            await node.WaitForExitAsync(deadline.Token);
            Assert.True(node.ExitCode == 0, await complaint);
            return await said;
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{script}` did not answer within {Deadline}");
        }
    }

    private static Process Start(string script, string[] arguments)
    {
        var command = new ProcessStartInfo("node", [script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(command)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            RealPart.Require("Node.js is missing: install `nodejs`");
            throw;
        }
    }
}
