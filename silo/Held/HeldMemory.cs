using System.Collections.Concurrent;
using System.Globalization;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Held;

/// <summary>Whose memory this silo cannot read, so that it holds their records: for health and the log. For any thread.</summary>
internal sealed partial class HeldMemory(ILogger<HeldMemory> logger)
{
    private readonly ConcurrentDictionary<(int Partition, HeldUnit Unit), HeldState> _states = new();

    // Which lines were written, by unit, so that a tenure that begins says nothing new.
    private readonly ConcurrentDictionary<(int Partition, HeldUnit Unit), string> _said = new();

    /// <summary>In order of their names.</summary>
    public IReadOnlyList<HeldState> All => [.. _states.Values.OrderBy(state => state.Unit.ToString(), StringComparer.Ordinal).ThenBy(state => state.Partition)];

    public void Hold(HeldState state)
    {
        var key = (state.Partition, state.Unit);
        _states[key] = state;
        if (!_said.TryGetValue(key, out var said) || said != state.Reason)
        {
            _said[key] = state.Reason;
            IsHeld(state.Unit, state.Partition, state.Reason, TopicNames.Held);
        }
    }

    public void Release(HeldState state)
    {
        Forget(state);
        if (_said.TryRemove((state.Partition, state.Unit), out _))
        {
            IsReleased(state.Unit, state.Partition, state.Number);
        }
    }

    /// <summary>The tenure that holds it is over.</summary>
    public void Forget(HeldState state) => _states.TryRemove(new((state.Partition, state.Unit), state));

    /// <summary>Whether something can be read again could not be found out.</summary>
    public void NotTried(int partition, string reason) => IsNotTried(partition, reason);

    /// <summary>In a line.</summary>
    public static string Words(HeldState state)
    {
        var count = state.Number - state.Released;
        var records = count == 1 ? "1 record" : string.Create(CultureInfo.InvariantCulture, $"{count} records");
        var customer = state.Customer is { } first ? $", the first of `{first}`" : "";
        return $"{state.Unit} of partition {state.Partition} is held ({records}{customer}): {state.Reason}";
    }

    [LoggerMessage(1, LogLevel.Error, "{Unit} of partition {Partition} is held: {Reason}; its records go to `{Held}` until it can be read, or `covenant held let-go` gives it up")]
    private partial void IsHeld(HeldUnit unit, int partition, string reason, string held);

    [LoggerMessage(2, LogLevel.Warning, "{Unit} of partition {Partition} can be read again: the {Count} records that were held are judged, and it goes on")]
    private partial void IsReleased(HeldUnit unit, int partition, long count);

    [LoggerMessage(3, LogLevel.Warning, "what partition {Partition} holds could not be tried ({Reason}); trying again in 10 s")]
    private partial void IsNotTried(int partition, string reason);
}
