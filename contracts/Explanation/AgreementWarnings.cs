using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds what is allowed in an agreement but suspicious. Pure; the reader refuses what is wrong.</summary>
public static class AgreementWarnings
{
    /// <summary>Of one version by itself.</summary>
    public static IReadOnlyList<AgreementWarning> Of(Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        var found = OfWhole(agreement).Concat(agreement.Clauses.SelectMany(clause => OfClause(clause, agreement).Select(message => new AgreementWarning(clause.Id, message))));
        List<AgreementWarning> told = [.. found.Take(AgreementReader.MistakesMax + 1)];
        return told.Count <= AgreementReader.MistakesMax ? told : [.. told[..^1], new(null, $"there are more than these {AgreementReader.MistakesMax} warnings: mend these first")];
    }

    /// <summary>Of all known versions of one institution beside each other.</summary>
    public static IReadOnlyList<AgreementWarning> OfVersions(IReadOnlyList<Agreement> versions)
    {
        ArgumentNullException.ThrowIfNull(versions);
        var warnings = new List<AgreementWarning>();
        if (versions.Count > 0 && versions.All(version => version.Status == AgreementStatus.Draft))
        {
            warnings.Add(new(null, $"`{versions[0].Institution}` has only a draft: until a version is in force every touch violates `no-agreement`"));
        }

        var ordered = versions.OrderBy(version => version.Version).ToList();
        foreach (var (before, after) in ordered.Zip(ordered.Skip(1)).Where(pair => pair.First.Effective > pair.Second.Effective))
        {
            warnings.Add(new(null, $"version {after.Version} of `{after.Institution}` takes effect before version {before.Version}, and version {before.Version} then replaces it"));
        }

        return warnings;
    }

    private static IEnumerable<AgreementWarning> OfWhole(Agreement agreement)
    {
        if (agreement is { Status: AgreementStatus.Abstained or AgreementStatus.Retired, Clauses.Length: > 0 })
        {
            yield return new(null, $"clauses of an agreement with `status: {agreement.Status.ToString().ToLowerInvariant()}` are never judged: leave them out, or write `status: active`");
        }
        else if (agreement.Clauses.Length == 0 && agreement.Status is AgreementStatus.Active or AgreementStatus.Draft)
        {
            yield return new(null, "there is no clause, so every touch is allowed: add a `permit` for what is agreed");
        }

        var permits = agreement.Clauses.OfType<PermitClause>().ToList();
        if (permits.Count == 0 && agreement is { Status: AgreementStatus.Active or AgreementStatus.Draft, Clauses.Length: > 0, Scope: null })
        {
            yield return new(null, "there is no `permit`, so every touch is allowed that no clause forbids: add a `permit` for what is agreed");
        }

        if (permits.Count > 0 && permits.All(permit => permit.Mode == ClauseMode.Shadow))
        {
            yield return new(null, "every `permit` is in shadow, so every touch is allowed that no other clause forbids: leave out `mode: shadow` where a permit is to hold");
        }

        if (agreement.Scope is not null && permits.Count == 0)
        {
            yield return new(null, "`scope` says which touches need a `permit`, and there is no `permit`, so every touch is allowed that no clause forbids: add a `permit` for what is agreed");
        }

        if (agreement.Scope is { } scope && OnlyFacts(scope))
        {
            yield return new(null, "`scope` takes facts alone, and only touches need a `permit`, so it never matches: name an `operation` such as `dpv:Processing`, or leave it out");
        }

        foreach (var warning in JoinedPermits.Of(permits).Concat(FactNames.DifferInCase(agreement)))
        {
            yield return warning;
        }
    }

    private static IEnumerable<string> OfClause(Clause clause, Agreement agreement)
    {
        var selectors = SelectorWalk.Of(clause).ToList();
        foreach (var message in selectors.SelectMany(FactNames.Misspelled).Distinct())
        {
            yield return message;
        }

        if (selectors.Any(EmptySelectors.NeverTakes))
        {
            yield return "a selector in it can never take an event: its `not` takes all that the rest does";
        }

        foreach (var message in DeadClauses.Of(clause, agreement))
        {
            yield return message;
        }

        var more = clause switch
        {
            PermitClause permit => OfPermit(permit, agreement),
            LimitClause { When.Fields: var fields, When.Any.Length: 0 } limit when limit.Measure is Measure.Count && fields.All(test => test.Field.Kind != FieldKind.Operation) =>
                ["`when` names no `operation`, so facts such as `ConversationOpened` count too"],
            _ => [],
        };
        foreach (var message in more)
        {
            yield return message;
        }
    }

    private static bool OnlyFacts(Selector selector) =>
        selector.Fields.Any(test => test.Field.Kind == FieldKind.Operation && !test.AnyValue && test.Values.All(value => !value.Contains(':', StringComparison.Ordinal)));

    private static IEnumerable<string> OfPermit(PermitClause permit, Agreement agreement)
    {
        if (OnlyFacts(permit.What))
        {
            yield return "it permits facts alone, and a `permit` judges touches: it can never match";
        }

        if (permit.Report != ReportPolicy.Each || permit.Remedy is not null || permit.Severity != Severity.Major)
        {
            yield return "`severity`, `report` and `remedy` have no effect on a `permit`: what it does not take violates `not-permitted`";
        }

        var prohibition = agreement.Clauses.OfType<ProhibitClause>()
            .FirstOrDefault(one => one is { While: null, Unless: null, Mode: ClauseMode.Enforce } && EmptySelectors.Covers(one.What, permit.What));
        if (prohibition is not null)
        {
            yield return $"what it permits is always prohibited by clause `{prohibition.Id}`, and prohibitions win";
        }
    }
}
