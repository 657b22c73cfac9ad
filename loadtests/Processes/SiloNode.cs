using System.Diagnostics;
using System.Net;

namespace Covenant.LoadTests.Processes;

/// <summary>The real <c>covenant</c> in a process of its own; it can be killed, frozen, told to stop, and started again with the same settings.</summary>
public sealed class SiloNode : IAsyncDisposable
{
    /// <summary>Where it answers whether it is ready; without it, or where it is empty, its greeting says so.</summary>
    public const string HttpPort = "Covenant:Http:Port";

    private const string Greeting = "covenant judges ";

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    private readonly string _executable;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Queue<string> _earlierLogs = new();
    private ChildProcess _process;
    private TaskCompletionSource _greeted = null!;

    /// <param name="executable">The built <c>covenant.dll</c>.</param>
    /// <param name="settings">By their full names.</param>
    public SiloNode(string name, string executable, IReadOnlyDictionary<string, string> settings)
    {
        (Name, _executable, _settings) = (name, executable, settings);
        _process = Launch();
    }

    /// <summary>Told each line that any of its processes writes, from another thread.</summary>
    public event Action<string>? Said;

    public string Name { get; }

    /// <summary>When the present process was started.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Of the present process.</summary>
    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasEnded;

    public bool IsFrozen { get; private set; }

    public int ExitCode => _process.ExitCode;

    /// <summary>What its last few processes said last.</summary>
    public string LogTail => string.Join("\n--- started again ---\n", [.. _earlierLogs, _process.LogTail]);

    /// <summary>What its present process said last.</summary>
    public string LastLog => _process.LogTail;

    /// <summary>Whether it becomes ready before <paramref name="timeout"/> is over or its process ends.</summary>
    public async Task<bool> IsReadyAsync(TimeSpan timeout, CancellationToken token)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < timeout && !HasEnded;)
        {
            if (await IsReadyAsync(token))
            {
                return true;
            }

            await Task.Delay(AskAgainAfter, token);
        }

        return false;
    }

    /// <summary>How it says that it is, in its own words.</summary>
    public async Task<string> HealthAsync(CancellationToken token) =>
        HealthPort is { } port ? (await AskAsync(port, token)).Answer : "without a port to ask how it is";

    public async Task KillAsync()
    {
        _process.Kill();
        IsFrozen = false;
        await _process.WaitForEndAsync();
    }

    public void Freeze()
    {
        _process.Freeze();
        IsFrozen = true;
    }

    public void Thaw()
    {
        _process.Thaw();
        IsFrozen = false;
    }

    /// <summary>Asks it to stop, and kills it where it has not after <paramref name="timeout"/>.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(TimeSpan timeout)
    {
        _process.Terminate();
        await _process.WaitForEndAsync().WaitAsync(timeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Kill();
        await _process.WaitForEndAsync();
        return _process.ExitCode;
    }

    /// <summary>After its process has ended.</summary>
    public async Task StartAgainAsync()
    {
        _earlierLogs.Enqueue(_process.LogTail);
        if (_earlierLogs.Count > 3)
        {
            _earlierLogs.Dequeue();
        }

        await _process.DisposeAsync();
        _process = Launch();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private string? HealthPort => _settings.TryGetValue(HttpPort, out var port) && port.Length > 0 ? port : null;

    private ChildProcess Launch()
    {
        StartedAt = Stopwatch.GetTimestamp();
        var greeted = _greeted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return ChildProcess.Start("dotnet", [_executable, .. _settings.Select(setting => $"--{setting.Key}={setting.Value}")], Hear);

        void Hear(string line)
        {
            if (line.StartsWith(Greeting, StringComparison.Ordinal))
            {
                greeted.TrySetResult();
            }

            Said?.Invoke(line);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken token) =>
        HealthPort is { } port ? (await AskAsync(port, token)).IsReady : _greeted.Task.IsCompleted;

    private static async Task<(bool IsReady, string Answer)> AskAsync(string port, CancellationToken token)
    {
        using var client = new HttpClient { Timeout = AnswerTimeout };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), token);
            return (answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(token));
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            return (false, $"without an answer to how it is ({away.Message})");
        }
    }
}
