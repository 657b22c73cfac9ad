using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Generation;

/// <summary>Agreements of one or more institutions, and a log to judge by them.</summary>
/// <param name="Agreements">As people write them: terms by other names, texts not in form C.</param>
/// <param name="ClockSkewMax">How far an event may move clocks beyond its record's time.</param>
/// <param name="Until">To where the clock advances at the end; null = not at all.</param>
public sealed record GeneratedCase(ImmutableArray<Agreement> Agreements, ImmutableArray<GeneratedRecord> Log, TimeSpan ClockSkewMax, EventTime? Until);

/// <summary>A record of the log: an event in structured mode, or what is a dead letter.</summary>
/// <param name="Timestamp">That the log stored with it; null where it has none.</param>
/// <param name="SaysItsTime">A line of a replay, whose <c>recordedtime</c> is its timestamp.</param>
public sealed record GeneratedRecord(string Json, EventTime? Timestamp, bool SaysItsTime = false)
{
    public byte[] Utf8 { get; } = System.Text.Encoding.UTF8.GetBytes(Json);
}
