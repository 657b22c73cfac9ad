using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Scenarios;

/// <summary>
/// One verdict: <c>violates q 3 > 2 from 10:00 to 11:00 by e1,e2 late shadow suppressed 2 v3</c>, or <c>due q 12:00 of e1 bind r-1 period 2</c>.
/// What is left out of measure, window, witnesses, trigger and version is not asked; late, shadow and suppressed are.
/// </summary>
internal sealed record Expectation
{
    private string Clause { get; init; } = "";

    private bool IsDue { get; init; }

    private (long Value, long Max)? Measure { get; init; }

    private EventTime? From { get; init; }

    private EventTime? To { get; init; }

    private EventTime? Deadline { get; init; }

    private string? Witnesses { get; init; }

    private string? Trigger { get; init; }

    private string? Version { get; init; }

    private bool IsLate { get; init; }

    private bool IsShadow { get; init; }

    private long? Suppressed { get; init; }

    public static Expectation Parse(string text, ScenarioClock clock)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var isDue = words.Dequeue() == "due";
        var expected = new Expectation { IsDue = isDue, Clause = words.Dequeue() };
        if (isDue && words.Count > 0 && ScenarioClock.StartsTime(words.Peek()))
        {
            expected = expected with { Deadline = clock.Take(words) };
        }

        while (words.TryDequeue(out var word))
        {
            expected = word switch
            {
                "late" => expected with { IsLate = true },
                "shadow" => expected with { IsShadow = true },
                "suppressed" => expected with { Suppressed = long.Parse(words.Dequeue()) },
                "from" => expected with { From = clock.Take(words) },
                "to" => expected with { To = clock.Take(words) },
                "by" => expected with { Witnesses = words.Dequeue() },
                "of" => expected with { Trigger = words.Dequeue() },
                ['v', .. var version] => expected with { Version = version },
                _ when words.TryDequeue(out var than) && than == ">" => expected with { Measure = (long.Parse(word), long.Parse(words.Dequeue())) },
                _ => throw new FormatException($"`{word}` in `{text}` says nothing"),
            };
        }

        return expected;
    }

    public bool IsMetBy(OracleVerdict verdict) =>
        verdict.Clause == Clause
        && (verdict.Form == ClauseForm.Oblige) == IsDue
        && (Measure is null || (verdict.Measure?.Value, verdict.Measure?.Max) == Measure)
        && (From is null || verdict.Measure?.From == From)
        && (To is null || verdict.Measure?.To == To)
        && (Deadline is null || (verdict.Deadline == Deadline && verdict.ViolationTime == Deadline))
        && (Witnesses is null || string.Join(',', verdict.Witnesses) == Witnesses)
        && (Trigger is null || verdict.EventId == Trigger)
        && (Version is null || $"{verdict.Version}" == Version)
        && verdict.Late == IsLate
        && (verdict.Mode == ClauseMode.Shadow) == IsShadow
        && verdict.Suppressed == Suppressed;
}
