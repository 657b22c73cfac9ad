using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Silo.Commands.Explain;

/// <summary>What is asked of the judge about one clause, and the sentence that the answers make.</summary>
internal sealed class ClauseQuestions
{
    private readonly Clause _clause;
    private readonly Agreement _version;
    private readonly Selector _selector;
    private readonly string _taken;
    private readonly string? _measure;
    private readonly List<(string Word, Condition Condition, string Question)> _conditions = [];

    public ClauseQuestions(Clause clause, Agreement version, Probes probes)
    {
        (_clause, _version) = (clause, version);
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

    public ClauseVerdict Verdict(DataUseEvent touch, Probes probes) => _clause is PermitClause permit ? Permit(permit, touch, probes) : Other(touch, probes);

    private ClauseVerdict Permit(PermitClause permit, DataUseEvent touch, Probes probes)
    {
        if (Hidden(touch) is { } hidden)
        {
            return new ClauseVerdict(permit.Id, Form(permit), "nothing", hidden);
        }

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
            .. _conditions.Select(condition => Say(condition, probes))]);
        return new ClauseVerdict(permit.Id, Form(permit), !probes.Holds(_taken) ? "nothing" : whole ? "permits" : "permits in part", why);
    }

    private static IEnumerable<Term?> Purposes(DataUseEvent touch) => touch.Purposes.Length == 0 ? [null] : touch.Purposes.Select(purpose => (Term?)purpose);

    private static string Names(IEnumerable<(Term? Purpose, SelectorTrace)> asked) => string.Join(" and ", asked.Select(one => $"`{one.Purpose?.Name}`"));

    /// <summary>Why no permit takes it, whatever it permits; null where one may.</summary>
    private string? Hidden(DataUseEvent touch)
    {
        if (!touch.Operation.IsPrefixed && !touch.Operation.IsFalse)
        {
            return $"`operation` is `{touch.Operation.Name}`, which is no touch of the vocabulary's, and a permit takes touches alone";
        }

        var terms = touch.Purposes.Concat(touch.Categories).ToList();
        var hiding = touch.Operation.IsFalse ? touch.Operation
            : terms.Cast<Term?>().FirstOrDefault(term => term is { Id: Term.Unknown } one && (one.IsFalse || (!one.IsPrefixed && !_version.OwnTerms.Contains(one.Name))));
        return hiding is { } found ? $"`{found.Name}` is a false term, so no permit takes the touch"
            : touch.HasOpaqueValue ? "an attribute has a value that is an object or a list, so no permit takes the touch" : null;
    }

    private ClauseVerdict Other(DataUseEvent touch, Probes probes)
    {
        var selected = SelectorTrace.Of(_selector, touch);
        var taken = probes.Holds(_taken);
        var why = selected.Takes ? string.Join("; ", [selected.Why, .. _conditions.Select(condition => Say(condition, probes))]) : selected.Why;
        var (says, more) = _clause switch
        {
            ObligeClause oblige => Duty(oblige, touch, taken),
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

    private static string Say((string Word, Condition Condition, string Question) asked, Probes probes) =>
        $"`{asked.Word}`: it {(probes.Holds(asked.Question) ? "is" : "is not")} so that {AgreementExplainer.Say(asked.Condition)}";

    private (string, string) Limit(LimitClause limit, Probes probes)
    {
        var value = probes.Measured(_measure!)?.Value ?? 0;
        return (value > limit.Max ? "violated" : "counts", $"; the measure is {value} of at most {limit.Max}");
    }

    private static (string, string) Duty(ObligeClause oblige, DataUseEvent touch, bool taken)
    {
        if (taken)
        {
            var due = oblige.Deadline switch
            {
                Deadline.Within within => within.Time.After(touch.Time),
                Deadline.Every every => every.Period.After(touch.Time),
                _ => throw new ArgumentOutOfRangeException(nameof(oblige)),
            };
            return ("opens", $"; {AgreementExplainer.Say(oblige.Do)} must come by {due}{(oblige.ForEach is { } forEach ? $", for each `{forEach.Bind}` seen" : "")}");
        }

        var done = SelectorTrace.Of(oblige.Do, touch);
        return done.Takes
            ? ("fulfils", $"; but it is what the clause asks for ({done.Why}){(oblige.Match.IsDefaultOrEmpty ? "" : $", of a trigger with the same {string.Join(" and ", oblige.Match.Select(field => $"`{field}`"))}")}")
            : ("nothing", "");
    }

    private static string Form(Clause clause) => clause switch
    {
        PermitClause => "permit",
        ProhibitClause => "prohibit",
        LimitClause => "limit",
        _ => "oblige",
    };
}
