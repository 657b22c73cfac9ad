using System.Globalization;

namespace Covenant.LoadTests.Processes;

/// <summary>One Azurite, Azure storage's emulator.</summary>
public sealed class AzuriteNode : ServerNode, IStorageNode
{
    // Azurite's own, known to everybody.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _program;
    private readonly int[] _ports = FreePort.Some(3);

    private AzuriteNode(string program)
        : base("azurite", TimeSpan.FromSeconds(60)) => _program = program;

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};TableEndpoint=http://{Address(_ports[0])}/{Account};BlobEndpoint=http://{Address(_ports[1])}/{Account};";

    public IReadOnlyDictionary<string, string> SiloSettings => new Dictionary<string, string>
    {
        ["Covenant:State:Provider"] = "AzureTables",
        ["Covenant:State:ConnectionString"] = ConnectionString,
    };

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
    public static Task<AzuriteNode> StartAsync(string program) => StartAsync(() => new AzuriteNode(program));

    /// <summary>Asked to, for unlike Azure it saves but every 5 seconds: what it has acknowledged since would be lost by <see cref="ServerNode.KillAsync"/>.</summary>
    public Task DieAsync() => EndAsync();

    protected override ChildProcess Launch() => ChildProcess.Start(
        _program,
        [
            "--skipApiVersionCheck", "--disableTelemetry", "--silent", "--location", Folder.FullName,
            "--tablePort", Text(_ports[0]), "--blobPort", Text(_ports[1]), "--queuePort", Text(_ports[2]),
        ]);

    protected override async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        try
        {
            // That it wants to know who asks is an answer too.
            using var answer = await client.GetAsync(new Uri($"http://{Address(_ports[0])}/{Account}/Tables"));
            return true;
        }
        catch (Exception silence) when (silence is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Address(int port) => $"127.0.0.1:{Text(port)}";
}
