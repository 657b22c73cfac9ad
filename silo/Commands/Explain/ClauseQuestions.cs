using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Silo.Commands.Explain;

/// <summary>What is asked of the judge about one clause, and the sentence that the answers make.</summary>
internal sealed class ClauseQuestions
{
    private readonly Clause _clause;
    private readonly Selector _selector;
    private readonly string _taken;
    private readonly string? _measure;
    private readonly List<(string Word, Condition Condition, string Question)> _conditions = [];

    public ClauseQuestions(Clause clause, Probes probes)
    {
        _clause = clause;
        _selector = clause switch
        {
            PermitClause permit => permit.What,
            ProhibitClause prohibit => prohibit.What,
            LimitClause limit => limit.When,
            ObligeClause oblige => oblige.After,
            _ => throw new ArgumentOutOfRangeException(nameof(clause)),
        };

        // A permit's selector is asked for each purpose by itself, and its conditions of the whole touch.
        _taken = probes.Ask(clause is PermitClause ? Selector.Everything : _selector, clause);
        _measure = clause is LimitClause measured ? probes.Ask(measured) : null;
        Add("while", clause.While, probes);
        Add("unless", clause.Unless, probes);
    }

    public ClauseVerdict Verdict(EventCase asked, Probes probes) => _clause switch
    {
        PermitClause permit when !asked.IsTouch => new ClauseVerdict(permit.Id, Form(permit), "nothing", $"`{asked.Touch.Operation.Name}` is a fact, and a permit takes touches alone"),
        PermitClause permit when asked.Hidden is { } hidden => new ClauseVerdict(permit.Id, Form(permit), "nothing", hidden),
        PermitClause permit => Permit(permit, asked.Touch, probes),
        _ => Other(asked, probes),
    };

    private ClauseVerdict Permit(PermitClause permit, DataUseEvent touch, Probes probes)
    {
        var traces = Purposes(touch).Select(purpose => (purpose, trace: SelectorTrace.OfPermit(permit.What, touch, purpose))).ToList();
        var selected = traces.Where(asked => asked.trace.Takes).ToList();
        if (selected.Count == 0)
        {
            return new ClauseVerdict(permit.Id, Form(permit), "nothing", string.Join("; ", traces.Select(asked => asked.trace.Why).Distinct()));
        }

        var whole = selected.Count == traces.Count;
        var why = string.Join("; ", [
            .. (whole ? traces : selected).Select(asked => asked.trace.Why).Distinct(),
            .. whole ? [] : new[] { $"it takes the touch for {Names(selected)} alone, and another permit has to take it for {Names(traces.Except(selected))}" },
            .. _conditions.Select(condition => Say(condition, touch, probes))]);
        return new ClauseVerdict(permit.Id, Form(permit), !probes.Holds(_taken) ? "nothing" : whole ? "permits" : "permits in part", why);
    }

    private static IEnumerable<Term?> Purposes(DataUseEvent touch) => touch.Purposes.Length == 0 ? [null] : touch.Purposes.Select(purpose => (Term?)purpose);

    private static string Names(IEnumerable<(Term? Purpose, SelectorTrace)> asked) => string.Join(" and ", asked.Select(one => $"`{one.Purpose?.Name}`"));

    private ClauseVerdict Other(EventCase asked, Probes probes)
    {
        var selected = SelectorTrace.Of(_selector, asked.Touch);
        var taken = probes.Holds(_taken);
        var why = selected.Takes ? string.Join("; ", [selected.Why, .. _conditions.Select(condition => Say(condition, asked.Touch, probes))]) : selected.Why;
        var (says, more) = _clause switch
        {
            ObligeClause oblige => Duty(oblige, asked, taken),
            _ when !taken => ("nothing", ""),
            LimitClause limit => Limit(limit, probes),
            _ => ("violated", ""),
        };
        return new ClauseVerdict(_clause.Id, Form(_clause), says, why + more);
    }

    private void Add(string word, Condition? condition, Probes probes)
    {
        if (condition is not null)
        {
            _conditions.AddRange(Leaves(condition).Select(leaf => (word, leaf, probes.Ask(leaf))));
        }
    }

    private static IEnumerable<Condition> Leaves(Condition condition) => condition switch
    {
        Condition.All all => all.Of.SelectMany(Leaves),
        Condition.Any any => any.Of.SelectMany(Leaves),
        Condition.Not not => Leaves(not.Of),
        _ => [condition],
    };

    private static string Say((string Word, Condition Condition, string Question) asked, DataUseEvent touch, Probes probes) =>
        $"`{asked.Word}`: it {(probes.Holds(asked.Question) ? "is" : "is not")} so that {AgreementExplainer.Say(asked.Condition)}{Keyless(asked.Condition, touch)}";

    private static string Keyless(Condition condition, DataUseEvent touch)
    {
        ImmutableArray<Field> match = condition switch
        {
            Condition.Once once => once.Match,
            Condition.Since since => since.Match,
            _ => [],
        };
        var missing = match.Where(field => !SelectorTrace.Of(new Selector { Fields = [new FieldTest(field, [], AnyValue: true)] }, touch).Takes).ToList();
        return missing.Count == 0 ? "" : $", for the event has {string.Join(" and ", missing.Select(field => $"no `{field}`"))}";
    }

    private (string, string) Limit(LimitClause limit, Probes probes)
    {
        var value = probes.Measured(_measure!)?.Value ?? 0;
        return (value > limit.Max ? "violated" : "counts", $"; the measure is {value} of at most {limit.Max}");
    }

    private static (string, string) Duty(ObligeClause oblige, EventCase asked, bool taken)
    {
        if (taken)
        {
            var due = oblige.Deadline switch
            {
                Deadline.Within within => within.Time.After(asked.Touch.Time),
                Deadline.Every every => every.Period.After(asked.Touch.Time),
                _ => throw new ArgumentOutOfRangeException(nameof(oblige)),
            };
            return ("opens", $"; {AgreementExplainer.Say(oblige.Do)} must come by {due}{(oblige.ForEach is { } forEach ? $", for each `{forEach.Bind}` seen" : "")}");
        }

        var done = SelectorTrace.Of(oblige.Do, asked.Touch);
        if (!done.Takes)
        {
            return ("nothing", "");
        }

        var same = oblige.Match.IsDefaultOrEmpty ? "" : $", of a trigger with the same {string.Join(" and ", oblige.Match.Select(field => $"`{field}`"))}";
        var why = $"; but it is what the clause asks for ({done.Why}){same}";
        return asked.Fulfils(oblige) ? ("fulfils", why) : ("would fulfil", $"{why}; before it came no trigger whose deadline it alone keeps");
    }

    private static string Form(Clause clause) => clause switch
    {
        PermitClause => "permit",
        ProhibitClause => "prohibit",
        LimitClause => "limit",
        _ => "oblige",
    };
}
