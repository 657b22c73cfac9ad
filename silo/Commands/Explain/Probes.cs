using System.Collections.Immutable;
using System.Globalization;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Silo.Commands.Explain;

/// <summary>
/// Asks the judge itself about the parts of a version: each question is a clause of a made-up agreement, and the answer whether the event violates it.
/// So an explanation can never say something else than the judgement.
/// </summary>
internal sealed class Probes
{
    private readonly List<Clause> _questions = [];
    private readonly Dictionary<string, Violation> _answers = new(StringComparer.Ordinal);

    /// <summary>Asks whether the condition holds at the event.</summary>
    public string Ask(Condition condition) => Add(id => new ProhibitClause { Id = id, What = Selector.Everything, While = condition });

    /// <summary>Asks whether selector and condition take the event.</summary>
    public string Ask(Selector selector, Clause clause) => Add(id => new ProhibitClause { Id = id, What = selector, While = clause.While, Unless = clause.Unless });

    /// <summary>Asks what the limit measures at the event.</summary>
    public string Ask(LimitClause limit) => Add(id => limit with { Id = id, Max = 0, Report = ReportPolicy.Each, Mode = ClauseMode.Enforce });

    public void Answer(DataUseEvent touch, IEnumerable<DataUseEvent> history, TimeSpan tolerance)
    {
        var agreement = new Agreement { Institution = touch.Institution, Version = 1, Effective = EventTime.Epoch, Tolerance = tolerance, Clauses = [.. _questions] };
        foreach (var violation in Judged([agreement], touch, history).Violations)
        {
            _answers.TryAdd(violation.Clause, violation);
        }
    }

    public bool Holds(string question) => _answers.ContainsKey(question);

    public MeasureEvidence? Measured(string question) => _answers.GetValueOrDefault(question)?.Measure;

    /// <summary>What the event itself violates, after all of its history.</summary>
    public static (bool IsDuplicate, ImmutableArray<Violation> Violations) Judged(IEnumerable<Agreement> agreements, DataUseEvent touch, IEnumerable<DataUseEvent> history)
    {
        var judge = new StreamJudge(AgreementBook.Compile(agreements));
        var decided = new List<Violation>();
        var clock = new RecordClock(RecordClock.DefaultClockSkewMax);
        var offset = 0L;
        foreach (var earlier in history)
        {
            clock.See(earlier.RecordedTime);
            if (earlier.Institution != touch.Institution)
            {
                continue;
            }

            judge.Judge(earlier, clock.Admit(earlier.Time), new StreamPosition("history", 0, offset++), decided);
            decided.Clear();
        }

        clock.See(touch.RecordedTime);
        var isNew = judge.Judge(touch, clock.Admit(touch.Time), new StreamPosition("event", 0, offset), decided);
        return (!isNew, [.. decided.Where(violation => ReferenceEquals(violation.Event, touch))]);
    }

    private string Add(Func<string, Clause> question)
    {
        var id = "q" + _questions.Count.ToString(CultureInfo.InvariantCulture);
        _questions.Add(question(id));
        return id;
    }
}
