using System.Diagnostics;
using System.Globalization;

namespace Covenant.LoadTests.Processes;

/// <summary>One Azurite (Azure storage's emulator) in a process of its own, in a temporary folder, on free ports of the loopback; killed at the end.</summary>
public sealed class AzuriteNode : IStorageNode
{
    // Azurite's own, known to everybody.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly string _program;
    private readonly int[] _ports;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covenant-azurite-");
    private ChildProcess _process;

    private AzuriteNode(string program, int[] ports)
    {
        (_program, _ports) = (program, ports);
        _process = Launch();
    }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};TableEndpoint=http://{Address(_ports[0])}/{Account};BlobEndpoint=http://{Address(_ports[1])}/{Account};";

    public IReadOnlyDictionary<string, string> SiloSettings => new Dictionary<string, string>
    {
        ["Covenant:State:Provider"] = "AzureTables",
        ["Covenant:State:ConnectionString"] = ConnectionString,
    };

    public string LogTail => _process.LogTail;

    /// <summary>The <c>azurite</c> that <c>AZURITE</c> names, or that npm brought for the tests; null where there is none.</summary>
    public static string? FindProgram()
    {
        var program = Environment.GetEnvironmentVariable("AZURITE") is { Length: > 0 } named ? named
            : RepositoryFolder.Find() is { } repository ? Path.Combine(repository, "tests", "node", "node_modules", ".bin", "azurite")
            : null;
        return File.Exists(program) ? program : null;
    }

    /// <summary>A new one that answers.</summary>
    /// <param name="program">As <see cref="FindProgram"/> finds it.</param>
    public static async Task<AzuriteNode> StartAsync(string program)
    {
        // A free port can be taken by another between choosing and listening; then the node ends, and the next try takes others.
        for (var attempt = 1; ; attempt++)
        {
            var node = new AzuriteNode(program, FreePort.Some(3));
            if (await node.AnswersAsync())
            {
                return node;
            }

            await node.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"azurite did not answer: {node.LogTail}");
            }
        }
    }

    /// <summary>As a power cut would end it. Unlike Azure it saves but every 5 seconds, and what it has acknowledged since is then lost.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForEndAsync();
    }

    /// <summary>Asked to, since only so all is saved that it has acknowledged.</summary>
    public async Task DieAsync()
    {
        _process.Terminate();
        await _process.WaitForEndAsync();
    }

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>On the same data and ports, after <see cref="KillAsync"/> or <see cref="DieAsync"/>; it answers again.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Launch();
        if (!await AnswersAsync())
        {
            throw new InvalidOperationException($"azurite did not answer: {LogTail}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Address(int port) => $"127.0.0.1:{Text(port)}";

    private ChildProcess Launch() => ChildProcess.Start(
        _program,
        [
            "--skipApiVersionCheck", "--disableTelemetry", "--silent", "--location", _folder.FullName,
            "--tablePort", Text(_ports[0]), "--blobPort", Text(_ports[1]), "--queuePort", Text(_ports[2]),
        ]);

    private async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < StartTimeout && !_process.HasEnded;)
        {
            try
            {
                // That it wants to know who asks is an answer too.
                using var answer = await client.GetAsync(new Uri($"http://{Address(_ports[0])}/{Account}/Tables"));
                return true;
            }
            catch (Exception silence) when (silence is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(AskAgainAfter);
            }
        }

        return false;
    }
}
