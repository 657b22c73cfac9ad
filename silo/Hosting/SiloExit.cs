namespace Covenant.Silo.Hosting;

/// <summary>Stops the silo where it cannot go on: the first reason is said, and the process ends with exit code 1.</summary>
internal sealed partial class SiloExit(IHostApplicationLifetime lifetime, ILogger<SiloExit> logger)
{
    private int _failed;

    public bool HasFailed => Volatile.Read(ref _failed) == 1;

    public void Fail(string reason)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0)
        {
            Stopping(reason);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(1, LogLevel.Critical, "{Reason}")]
    private partial void Stopping(string reason);
}
