using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Covenant.LoadTests.Processes;

/// <summary>One Redis in a process of its own, in a temporary folder, on a free port of the loopback. What it has acknowledged survives its death; killed at the end.</summary>
public sealed class RedisNode : IStorageNode
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(20);

    private readonly string _program;
    private readonly int _port;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covenant-redis-");
    private ChildProcess _process;

    private RedisNode(string program, int port)
    {
        (_program, _port) = (program, port);
        _process = Launch();
    }

    public string Address => $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    public IReadOnlyDictionary<string, string> SiloSettings => new Dictionary<string, string>
    {
        ["Covenant:State:Provider"] = "Redis",
        ["Covenant:State:ConnectionString"] = Address,
    };

    public string LogTail => _process.LogTail;

    /// <summary>The <c>redis-server</c> of the path; null where there is none.</summary>
    public static string? FindProgram() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);

    /// <summary>A new one that answers.</summary>
    /// <param name="program">As <see cref="FindProgram"/> finds it.</param>
    public static async Task<RedisNode> StartAsync(string program)
    {
        // A free port can be taken by another between choosing and listening; then the node ends, and the next try takes another.
        for (var attempt = 1; ; attempt++)
        {
            var node = new RedisNode(program, FreePort.Some(1)[0]);
            if (await node.AnswersAsync())
            {
                return node;
            }

            await node.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"redis did not answer: {node.LogTail}");
            }
        }
    }

    public async Task DieAsync()
    {
        _process.Kill();
        await _process.WaitForEndAsync();
    }

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>On the same data and port, after <see cref="DieAsync"/>; it answers again.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Launch();
        if (!await AnswersAsync())
        {
            throw new InvalidOperationException($"redis did not answer: {LogTail}");
        }
    }

    /// <summary>From now on every write fails (a replica is asked for, and there is none) while reads go on; or no longer.</summary>
    public Task RefuseWritesAsync(bool refuse) => AskAsync($"CONFIG SET min-replicas-to-write {(refuse ? 1 : 0)}");

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private ChildProcess Launch() => ChildProcess.Start(
        _program,
        [
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--auto-aof-rewrite-percentage", "0",
        ]);

    private async Task<bool> AnswersAsync()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < StartTimeout && !_process.HasEnded;)
        {
            try
            {
                if (await AskAsync("PING") == "+PONG")
                {
                    return true;
                }
            }
            catch (SocketException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(AskAgainAfter);
        }

        return false;
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
