using System.Collections.Concurrent;
using System.Diagnostics;

namespace Covenant.Silo.Health;

/// <summary>
/// What a border caught that no input may do: a fault of Covenant's own. It is an error in the log and a failure in the silo's health, and the loop behind the border goes on.
/// Safe to call from any thread.
/// </summary>
internal sealed partial class CaughtFaults(Degradations degradations, ILogger<CaughtFaults> logger)
{
    // The same fault may come with each record of a log.
    private static readonly TimeSpan SaidAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Place, string Kind), long> _saidAt = new();

    /// <param name="place">What failed, in words; one of few.</param>
    public void Report(string place, Exception fault)
    {
        var kind = fault.GetType().Name;
        degradations.Add($"{place} failed by a fault of Covenant's own (`{kind}`)");
        var now = Stopwatch.GetTimestamp();
        if (!_saidAt.TryGetValue((place, kind), out var at) || Stopwatch.GetElapsedTime(at, now) >= SaidAgainAfter)
        {
            _saidAt[(place, kind)] = now;
            Failed(place, kind, fault.ToString());
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Place} failed by a fault of Covenant's own, which is caught and concerns that input alone; report it: {Kind}: {Fault}")]
    private partial void Failed(string place, string kind, string fault);
}
