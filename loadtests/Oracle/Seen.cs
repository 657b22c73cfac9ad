using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>An event in its place in the log.</summary>
internal sealed record Seen(OracleEvent Event, long Offset, bool Late)
{
    public EventTime Time => Event.Time;

    public EventTime Admitted => Event.Admitted;

    /// <summary>How events are ordered where time decides: by time, then by place in the log.</summary>
    public (long, long) TimeThenLog => (Event.Time.Ticks, Offset);
}
