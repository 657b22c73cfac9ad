using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Covenant.LoadTests.Processes;

/// <summary>One Redis; what it has acknowledged survives its death.</summary>
public sealed class RedisNode : ServerNode, IStorageNode
{
    private readonly string _program;
    private readonly int _port = FreePort.Some(1)[0];

    private RedisNode(string program)
        : base("redis", TimeSpan.FromSeconds(20)) => _program = program;

    public string Address => $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    public IReadOnlyDictionary<string, string> SiloSettings => new Dictionary<string, string>
    {
        ["Covenant:State:Provider"] = "Redis",
        ["Covenant:State:ConnectionString"] = Address,
    };

    /// <summary>The <c>redis-server</c> of the path; null where there is none.</summary>
    public static string? FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    /// <summary>A new one that answers.</summary>
    /// <param name="program">As <see cref="FindProgram"/> finds it.</param>
    public static Task<RedisNode> StartAsync(string program) => StartAsync(() => new RedisNode(program));

    /// <inheritdoc/>
    public Task DieAsync() => KillAsync();

    /// <summary>From now on every write fails (a replica is asked for, and there is none) while reads go on; or no longer.</summary>
    public Task RefuseWritesAsync(bool refuse) => AskAsync($"CONFIG SET min-replicas-to-write {(refuse ? 1 : 0)}");

    /// <inheritdoc/>
    public Task EmptyAsync() => AskAsync("FLUSHALL");

    /// <summary>Changes one of its settings while it runs.</summary>
    public Task SetAsync(string name, string value) => AskAsync($"CONFIG SET {name} {value}");

    protected override ChildProcess Launch() => ChildProcess.Start(
        _program,
        [
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", Folder.FullName, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--auto-aof-rewrite-percentage", "0",
        ]);

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            return await AskAsync("PING") == "+PONG";
        }
        catch (SocketException)
        {
            // Nobody listens yet.
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<StorageCopy> CopyAsync()
    {
        await using var redis = await RedisConnection.OpenAsync(_port);
        var rows = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var key in await redis.ListAsync("KEYS", "*"))
        {
            rows[Encoding.UTF8.GetString(key)] = await redis.BytesAsync("DUMP", key) ?? throw new InvalidOperationException("a row went while rows were copied");
        }

        return new(rows);
    }

    /// <inheritdoc/>
    public async Task RestoreAsync(StorageCopy copy)
    {
        await EmptyAsync();
        await using var redis = await RedisConnection.OpenAsync(_port);
        foreach (var (key, row) in copy.Parts)
        {
            await redis.AskAsync("RESTORE", Encoding.UTF8.GetBytes(key), "0"u8.ToArray(), row);
        }
    }

    /// <inheritdoc/>
    public async Task<Func<Task>> SpoilAsync(StoredRow row)
    {
        // Orleans' provider keeps a row as a hash of its data and its ETag; the key ends with the kind and the grain, whose type may be of the same name.
        await using var redis = await RedisConnection.OpenAsync(_port);
        var keys = await redis.ListAsync("KEYS", $"*/{row.Table}/{row.Kind}/*/{row.Key ?? "*"}");
        var key = keys.OrderBy(Encoding.UTF8.GetString, StringComparer.Ordinal).FirstOrDefault() ?? throw new InvalidOperationException($"there is no row of a {row.Kind} `{row.Key}` in redis");
        var whole = await redis.BytesAsync("DUMP", key);
        await redis.AskAsync("HSET", key, "data"u8.ToArray(), "nobody wrote this"u8.ToArray());
        return async () =>
        {
            await using var again = await RedisConnection.OpenAsync(_port);
            await again.AskAsync("RESTORE", key, "0"u8.ToArray(), whole!, "REPLACE"u8.ToArray());
        };
    }

    private async Task<string?> AskAsync(string command)
    {
        await using var redis = await RedisConnection.OpenAsync(_port);
        return await redis.LineAsync(command);
    }
}
