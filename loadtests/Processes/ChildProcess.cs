using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Covenant.LoadTests.Processes;

/// <summary>A process of ours that faults are done to. What it says is kept, the last of it; it is killed at disposal, and with us.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int LogCharactersMax = 65_536;

    private readonly Process _process;
    private readonly Action<string>? _said;
    private readonly StringBuilder _log = new();

    private ChildProcess(Process process, Action<string>? said)
    {
        (_process, _said) = (process, said);
        Id = process.Id;
        OrphanGuard.Watch(Id);
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>128 and the signal's number where a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    public string LogTail
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <param name="said">Told each line that it writes, from another thread.</param>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, Action<string>? said = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"`{program}` did not start"), said);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => Send(Signal.Kill);

    /// <summary>Asks it to end.</summary>
    public void Terminate() => Send(Signal.Terminate);

    /// <summary>Stops it where it stands; its connections stay open.</summary>
    public void Freeze() => Send(Signal.Stop);

    public void Thaw() => Send(Signal.Continue);

    public Task WaitForEndAsync(CancellationToken token = default) => _process.WaitForExitAsync(token);

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        OrphanGuard.Forget(Id);
        _process.Dispose();
    }

    // Where it has ended, its number may be another's by now.
    private void Send(Signal signal)
    {
        if (!_process.HasExited && KillProcess(Id, (int)signal) != 0 && !_process.HasExited)
        {
            throw new InvalidOperationException($"process {Id} did not take signal {signal}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
            _log.Remove(0, Math.Max(0, _log.Length - LogCharactersMax));
        }

        _said?.Invoke(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int KillProcess(int process, int signal);

    // By their numbers on Linux.
    private enum Signal
    {
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }
}
