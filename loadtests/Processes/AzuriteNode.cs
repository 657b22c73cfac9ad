using System.Globalization;
using System.Text.Json.Nodes;

namespace Covenant.LoadTests.Processes;

/// <summary>One Azurite, Azure storage's emulator.</summary>
public sealed class AzuriteNode : ServerNode, IStorageNode
{
    // Azurite's own, known to everybody.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Of a row, by the silos.
    private const string DataProperty = "S0";

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

    /// <inheritdoc/>
    public async Task<StorageCopy> CopyAsync()
    {
        await EndAsync();
        var copy = new StorageCopy(Files().ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal));
        await StartAgainAsync();
        return copy;
    }

    /// <inheritdoc/>
    public Task EmptyAsync() => RestoreAsync(new(new Dictionary<string, byte[]>()));

    /// <inheritdoc/>
    public async Task RestoreAsync(StorageCopy copy)
    {
        await EndAsync();
        foreach (var file in Files())
        {
            File.Delete(file);
        }

        foreach (var (file, bytes) in copy.Parts)
        {
            await File.WriteAllBytesAsync(file, bytes);
        }

        await StartAgainAsync();
    }

    /// <inheritdoc/>
    public async Task<Func<Task>> SpoilAsync(StoredRow row)
    {
        var whole = await ChangeAsync(row, Convert.ToBase64String("nobody wrote this"u8));
        return () => ChangeAsync(row, whole);
    }

    // It knows its rows by heart and writes them down as it ends, so they are changed while it is away.
    private async Task<string> ChangeAsync(StoredRow row, string data)
    {
        await EndAsync();
        var tables = JsonNode.Parse(await File.ReadAllTextAsync(Tables))!;
        var start = $"{row.Kind}:{row.Kind}:{row.Key?.Replace("/", "=2F", StringComparison.Ordinal)}";
        var entity = tables["collections"]!.AsArray().Where(table => ((string)table!["name"]!).EndsWith($"${row.Table}", StringComparison.OrdinalIgnoreCase)).SelectMany(table => table!["data"]!.AsArray())
            .Where(one => (string?)one!["RowKey"] is { } key && (row.Key is null ? key.StartsWith(start, StringComparison.Ordinal) : key == start)).OrderBy(one => (string?)one!["RowKey"], StringComparer.Ordinal).FirstOrDefault()
            ?? throw new InvalidOperationException($"there is no row of a {row.Kind} `{row.Key}` in azurite");
        var properties = entity["properties"]!.AsObject();
        var was = (string)properties[DataProperty]!;
        properties[DataProperty] = data;
        await File.WriteAllTextAsync(Tables, tables.ToJsonString());
        await StartAgainAsync();
        return was;
    }

    private string Tables => Path.Combine(Folder.FullName, "__azurite_db_table__.json");

    private string[] Files() => Directory.GetFiles(Folder.FullName, "__azurite_db_table*");

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
