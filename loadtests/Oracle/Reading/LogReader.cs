using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>Reads the records of one log in their order: each is an event, or a dead letter.</summary>
/// <param name="hasDocument">Whether an institution has any document.</param>
public sealed class LogReader(TimeSpan clockSkewMax, Func<string, bool> hasDocument, RuleBook rules)
{
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    private readonly EventReader _events = new(rules);
    private readonly RecordTimes _times = new(clockSkewMax, rules);

    /// <summary>The timestamp of a line of a replay, event or not; null where it has none.</summary>
    public static EventTime? RecordedTimeOf(ReadOnlySpan<byte> line) => EventReader.RecordedTimeOf(line);

    /// <param name="timestamp">That Kafka stored with the record; null where it has none.</param>
    public RecordReading Read(ReadOnlySpan<byte> json, EventTime? timestamp)
    {
        var before = _times.Greatest;
        _times.See(timestamp);
        var reading = Read(json);
        if (reading.DeadLetter is not null)
        {
            _times.Unsee(before);
        }

        return reading;
    }

    private RecordReading Read(ReadOnlySpan<byte> json)
    {
        OracleEvent e;
        try
        {
            e = _events.Read(json);
        }
        catch (DeadLetterException dead)
        {
            return new(null, dead.Code);
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say that an escape is half a surrogate pair.
            return new(null, "invalid-text");
        }

        var time = _times.Of(e.Time);
        if (e.Time.Ticks - time.Ticks > AheadMax.Ticks && rules.Decides(SheetRule.AheadIsADeadLetter, true))
        {
            return new(null, "time-ahead");
        }

        e = e with { Admitted = _times.Admit(e.Time) };
        return hasDocument(e.Institution) ? new(e, null) : new(e, "unknown-institution");
    }
}

/// <summary>What a record is.</summary>
/// <param name="Event">Null where it cannot be read; with a dead letter, of an institution that nobody knows.</param>
/// <param name="DeadLetter">Null, or its code by the sheet.</param>
public readonly record struct RecordReading(OracleEvent? Event, string? DeadLetter);
