using System.Net;
using System.Net.Sockets;

namespace Covenant.Tests.Commands;

/// <summary>What takes each connection and never says a word, as a broker that is frozen does: no command waits for it without a bound.</summary>
public sealed class SilentBrokerTests
{
    [Fact]
    public async Task Every_command_that_asks_a_broker_ends_with_one_line_where_it_does_not_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var agreement = Path.Combine(Path.GetTempPath(), $"silent-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(agreement, "agreement: silent-bank\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: never\n    prohibit: { purposes: dpv:Advertising }\n", TestContext.Current.CancellationToken);
        string[] where = ["--bootstrap-server", silent.LocalEndpoint.ToString()!];
        string[][] commands = [["topics", .. where], ["agreements", "publish", agreement, .. where], ["undelivered", "list", .. where], ["undelivered", "redrive", .. where]];

        var results = await Task.WhenAll(commands.Select(command => CovenantProcess.RunAsync(command)));

        Assert.All(results, result =>
        {
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Contains($"kafka at `{silent.LocalEndpoint}`", Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        });
        File.Delete(agreement);
    }
}
