using System.Diagnostics;

namespace Covenant.LoadTests.Processes;

/// <summary>A server in a process of its own, on free ports of the loopback, with its data in a temporary folder: it can be killed, frozen and started again, and is killed at the end.</summary>
/// <param name="name">For messages.</param>
/// <param name="startTimeout">How long it may take until it answers.</param>
public abstract class ServerNode(string name, TimeSpan startTimeout) : IAsyncDisposable
{
    private const int TriesMax = 3;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(20);

    private ChildProcess? _process;

    public string LogTail => _process?.LogTail ?? "";

    /// <summary>Of the present process.</summary>
    public int ProcessId => _process!.Id;

    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory($"covenant-{name}-");

    /// <summary>As a power cut would end it.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForEndAsync();
    }

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task EndAsync()
    {
        _process!.Terminate();
        await _process.WaitForEndAsync();
    }

    /// <summary>Stops it where it stands: what it is sent waits, and is done after <see cref="Thaw"/>, whether or not somebody still waits for it.</summary>
    public void Freeze() => _process!.Freeze();

    public void Thaw() => _process!.Thaw();

    /// <summary>On the same data and ports, after its process has ended; it answers again.</summary>
    public async Task StartAgainAsync()
    {
        await _process!.DisposeAsync();
        if (!await LaunchedAnswersAsync())
        {
            throw new InvalidOperationException($"{name} did not answer: {LogTail}");
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A new one that answers.</summary>
    protected static async Task<T> StartAsync<T>(Func<T> create)
        where T : ServerNode
    {
        // A free port can be taken by another between choosing and listening; then the node ends, and the next try takes others.
        for (var tries = 1; ; tries++)
        {
            var node = create();
            await node.PrepareAsync();
            if (await node.LaunchedAnswersAsync())
            {
                return node;
            }

            await node.DisposeAsync();
            if (tries == TriesMax)
            {
                throw new InvalidOperationException($"a new server did not answer: {node.LogTail}");
            }
        }
    }

    /// <summary>Before its first start.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    protected abstract ChildProcess Launch();

    /// <summary>Whether it answers now.</summary>
    protected abstract Task<bool> AnswersAsync();

    private async Task<bool> LaunchedAnswersAsync()
    {
        _process = Launch();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < startTimeout && !_process.HasEnded;)
        {
            if (await AnswersAsync())
            {
                return true;
            }

            await Task.Delay(AskAgainAfter);
        }

        return false;
    }
}
