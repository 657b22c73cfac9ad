using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>One event, judged against all that came before it in its customer's trace.</summary>
internal sealed class EventJudgement(InstitutionOracle institution, CustomerTrace customer, Seen seen, RuleBook rules)
{
    private readonly ConditionTest _conditions = ConditionsAt(institution, customer, seen.Event);
    private readonly PermitTest _permits = new(institution, asked => ConditionsAt(institution, customer, asked), seen.Event, rules);
    private readonly Dictionary<string, Measurement> _measured = [];

    /// <summary>Those of limits over all customers, which are told after all else.</summary>
    public List<OracleVerdict> AcrossCustomers { get; } = [];

    /// <summary>The other violations of both lanes in order; then the event is part of the trace.</summary>
    /// <param name="open">Told each trigger that the event is, with the bind value.</param>
    public IReadOnlyList<OracleVerdict> Judge(Action<TrackedClause, string?> open)
    {
        MeasureLimits();
        var verdicts = new List<OracleVerdict>();
        foreach (var draft in (bool[])[false, true])
        {
            var version = InForce(draft);
            if (version?.Status is AgreementStatus.Active or AgreementStatus.Draft)
            {
                verdicts.AddRange(NotPermitted(version));
            }
            else if (!draft && institution.IsTouch(seen.Event, version))
            {
                verdicts.Add(BuiltIn(BuiltInClauses.NoAgreement, version?.Version, ClauseMode.Enforce));
                version = null;
            }

            verdicts.AddRange(JudgeClauses(version?.Status is AgreementStatus.Active or AgreementStatus.Draft ? version : null, open));
        }

        customer.Add(seen);
        return verdicts;
    }

    private static ConditionTest ConditionsAt(InstitutionOracle institution, CustomerTrace customer, OracleEvent e) => new(institution, customer.Events, customer.Horizon, e);

    // Every limit of every version counts, once for each definition, whether its version is in force or not.
    private void MeasureLimits()
    {
        foreach (var group in institution.Clauses.Where(tracked => tracked.Clause is LimitClause).GroupBy(tracked => tracked.Definition))
        {
            var limit = (LimitClause)group.First().Clause;
            var memories = limit.Per.AcrossCustomers ? institution.Limits : customer.Limits;
            if (_conditions.Takes(limit.When, limit) && LimitMemory.TakesPart(limit, seen.Event, institution.Values))
            {
                memories.TryAdd(group.Key, new(limit, institution, rules));
                _measured[group.Key] = memories[group.Key].Count(seen, customer.Newest);
            }
        }
    }

    private Agreement? InForce(bool draft)
    {
        Agreement? own = institution.InForce(draft, seen.Time), admitted = institution.InForce(draft, seen.Admitted);
        return own == admitted || rules.Decides(SheetRule.VersionByOwnTime, true) ? own : admitted;
    }

    private IEnumerable<OracleVerdict> NotPermitted(Agreement version)
    {
        if (_permits.ModeOf(version) is { } mode)
        {
            yield return BuiltIn(BuiltInClauses.NotPermitted, version.Version, version.Status == AgreementStatus.Draft ? ClauseMode.Shadow : mode);
        }
    }

    private IEnumerable<OracleVerdict> JudgeClauses(Agreement? inForce, Action<TrackedClause, string?> open)
    {
        foreach (var tracked in institution.Clauses.Where(tracked => ReferenceEquals(tracked.Version, inForce)))
        {
            if (tracked.Clause is ObligeClause oblige)
            {
                Open(tracked, oblige, open);
            }
            else if (Judge(tracked) is { } verdict)
            {
                if (tracked.Clause is LimitClause { Per.AcrossCustomers: true })
                {
                    AcrossCustomers.Add(verdict);
                }
                else
                {
                    yield return verdict;
                }
            }
        }
    }

    private OracleVerdict? Judge(TrackedClause tracked) => tracked.Clause switch
    {
        ProhibitClause prohibit when institution.Selectors.Takes(prohibit.What, seen.Event) => Judge(tracked, prohibit),
        LimitClause limit when _measured.TryGetValue(tracked.Definition, out var measured) => Judge(tracked, limit, measured),
        _ => null,
    };

    private OracleVerdict? Judge(TrackedClause tracked, ProhibitClause prohibit) =>
        customer.Streaks.Reports(tracked, "", "", seen.Time, null, _conditions.Takes(prohibit.What, prohibit), out var suppressed)
            ? Verdict(tracked, ClauseForm.Prohibit, suppressed)
            : null;

    private OracleVerdict? Judge(TrackedClause tracked, LimitClause limit, Measurement measured)
    {
        var streaks = limit.Per.AcrossCustomers ? institution.Streaks : customer.Streaks;
        EventTime? since = limit.Window is Window.Sliding sliding ? sliding.Length.Before(seen.Time) : null;
        return streaks.Reports(tracked, measured.Scope, measured.Row, seen.Time, since, measured.Value > limit.Max, out var suppressed)
            ? Verdict(tracked, ClauseForm.Limit, suppressed) with { Measure = new(measured.Value, limit.Max, measured.From, measured.To), Witnesses = measured.Witnesses }
            : null;
    }

    private void Open(TrackedClause tracked, ObligeClause oblige, Action<TrackedClause, string?> open)
    {
        if (!_conditions.Takes(oblige.After, oblige))
        {
            return;
        }

        IEnumerable<string?> binds = oblige.ForEach is not { } each
            ? [null]
            : customer.Events.Where(x => x.Time <= seen.Time && institution.Selectors.Takes(each.Seen, x.Event)).SelectMany(x => institution.Values.Bound(x.Event, each.Bind)).Distinct().Order(StringComparer.Ordinal);
        foreach (var bind in binds)
        {
            open(tracked, bind);
        }
    }

    private OracleVerdict Verdict(TrackedClause tracked, ClauseForm form, long? suppressed) =>
        BuiltIn(tracked.Clause.Id, tracked.Version.Version, tracked.IsDraft ? ClauseMode.Shadow : tracked.Clause.Mode) with { Form = form, Suppressed = suppressed };

    private OracleVerdict BuiltIn(string clause, int? version, ClauseMode mode) => new()
    {
        Institution = seen.Event.Institution,
        Customer = seen.Event.Customer,
        Version = version,
        Clause = clause,
        Form = ClauseForm.Permit,
        Mode = mode,
        EventId = seen.Event.Id,
        EventSource = seen.Event.Source,
        EventTime = seen.Time,
        Offset = seen.Offset,
        ViolationTime = seen.Time,
        Late = seen.Late,
    };
}
