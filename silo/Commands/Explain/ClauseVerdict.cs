using System.Text.Json.Serialization;

namespace Covenant.Silo.Commands.Explain;

/// <summary>What one clause says of the event.</summary>
/// <param name="Says"><c>permits</c>, <c>permits in part</c> (some of the purposes alone), <c>violated</c>, <c>counts</c>, <c>opens</c>, <c>fulfils</c>, <c>would fulfil</c>, or <c>nothing</c>.</param>
/// <param name="Why">Which part of it took the event, or refused.</param>
internal sealed record ClauseVerdict(string Clause, string Form, string Says, string Why);

/// <summary>What a version says of the event.</summary>
/// <param name="Lane"><c>in force</c>, <c>draft</c>, or null where neither: then nothing is judged by it.</param>
/// <param name="Scope">Why the agreement's <c>scope</c> asks no permit of the event; null where it does not say so.</param>
internal sealed record VersionVerdict(int Version, string Lane, string? Scope, IReadOnlyList<ClauseVerdict> Clauses);

/// <summary>What the agreements say of one event.</summary>
/// <param name="Verdict">One line: allowed, or which clauses it violates.</param>
/// <param name="HistoryEvents">How many events came before it.</param>
internal sealed record EventExplanation(
    string Institution, string Customer, string Event, string Time, string Verdict, IReadOnlyList<string> Violations, IReadOnlyList<VersionVerdict> Versions,
    [property: JsonPropertyName("history")] int HistoryEvents);
