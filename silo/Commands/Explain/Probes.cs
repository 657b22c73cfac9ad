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
        var isNew = Judge(judge, touch.Institution, history.Append(touch), _ => decided.Clear(), decided);
        return (!isNew, [.. decided.Where(violation => ReferenceEquals(violation.Event, touch))]);
    }

    /// <summary>Whether the event keeps a deadline of the duty that would be missed without it.</summary>
    /// <param name="lane">All versions that are drafts as the duty's is, or all that are none.</param>
    public static bool Fulfils(ObligeClause duty, IEnumerable<Agreement> lane, DataUseEvent touch, IEnumerable<DataUseEvent> history, TimeSpan tolerance)
    {
        var length = duty.Deadline switch
        {
            Deadline.Within within => within.Time,
            Deadline.Every every => every.Period,
            _ => throw new ArgumentOutOfRangeException(nameof(duty)),
        };

        // Every deadline that the event can keep is before this.
        var end = Duration.Of(TimeSpan.FromTicks(tolerance.Ticks + 1)).After(length.After(touch.Time));
        List<Agreement> asked = [.. lane.Select(version => version with { Tolerance = tolerance, Clauses = [.. Told(version)] })];
        return Missed(history).Except(Missed(history.Append(touch)), StringComparer.Ordinal).Any();

        IEnumerable<Clause> Told(Agreement version) =>
            version.Clauses.Where(clause => clause is ObligeClause && clause.Id == duty.Id).Select(clause => clause with { Report = ReportPolicy.Each });

        HashSet<string> Missed(IEnumerable<DataUseEvent> log)
        {
            var judge = new StreamJudge(AgreementBook.Compile(asked));
            var decided = new List<Violation>();
            Judge(judge, touch.Institution, log, _ => { }, decided);
            judge.Until(end, decided);
            return [.. decided.Where(violation => violation.Clause == duty.Id).Select(violation => violation.Id)];
        }
    }

    /// <summary>Judges the institution's events of a log.</summary>
    /// <param name="before">Done before each of them.</param>
    /// <returns>False where the last is a duplicate.</returns>
    private static bool Judge(StreamJudge judge, string institution, IEnumerable<DataUseEvent> log, Action<DataUseEvent> before, List<Violation> decided)
    {
        var clock = new RecordClock(RecordClock.DefaultClockSkewMax);
        var (offset, isNew) = (0L, true);
        foreach (var e in log)
        {
            clock.See(e.RecordedTime);
            if (e.Institution == institution)
            {
                before(e);
                isNew = judge.Judge(e, clock.Admit(e.Time), new StreamPosition("history", 0, offset++), decided);
            }
        }

        return isNew;
    }

    private string Add(Func<string, Clause> question)
    {
        var id = "q" + _questions.Count.ToString(CultureInfo.InvariantCulture);
        _questions.Add(question(id));
        return id;
    }
}
