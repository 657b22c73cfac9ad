namespace Covenant.Silo.Ingestion;

/// <summary>The wall clock that judging goes by where events have stopped. Apart from the host's own, so that the demo can tell a story of weeks in a minute.</summary>
internal sealed record JudgingClock(TimeProvider Time);
