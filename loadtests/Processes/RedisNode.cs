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

    /// <summary>Throws away all that it holds.</summary>
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

    private async Task<string?> AskAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync();
    }
}
