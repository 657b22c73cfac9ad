using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Says in plain English what an agreement means. Pure: the same agreement gives the same text.</summary>
public static class AgreementExplainer
{
    public static AgreementExplanation Explain(Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return new AgreementExplanation(agreement.Institution, agreement.Version, Summary(agreement), [.. agreement.Clauses.Select(clause => Explain(clause, agreement))]);
    }

    /// <summary>One clause, as it stands in <paramref name="agreement"/>.</summary>
    public static ClauseExplanation Explain(Clause clause, Agreement agreement)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(agreement);
        return new ClauseExplanation(clause.Id, ClauseEnglish.Form(clause), clause.Text, ClauseEnglish.Meaning(clause, agreement), ClauseExample.Of(clause, agreement), [.. Notes(clause)]);
    }

    /// <summary>A condition as words that can follow "while" or "unless".</summary>
    public static string Say(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return ConditionEnglish.Of(condition);
    }

    /// <summary>One event that the selector takes, with its article.</summary>
    public static string Say(Selector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return SelectorEnglish.One(selector);
    }

    /// <summary>What happens where no clause speaks.</summary>
    private static string Summary(Agreement agreement)
    {
        var who = $"`{agreement.Institution}`, version {agreement.Version}";
        switch (agreement.Status)
        {
            case AgreementStatus.Abstained:
                return $"{who}: abstained. From {agreement.Effective} on, every touch of its customers' data violates `no-agreement`.";
            case AgreementStatus.Retired:
                return $"{who}: ended. From {agreement.Effective} on, every touch of its customers' data violates `no-agreement`.";
        }

        var judged = agreement.Status == AgreementStatus.Draft
            ? $"{who}: a draft. From {agreement.Effective} on it is judged in shadow, beside what is in force; the institution sees nothing of it."
            : $"{who}: in force from {agreement.Effective} until a later version takes effect.";
        var permits = agreement.Clauses.OfType<PermitClause>().Any(permit => permit.Mode == ClauseMode.Enforce);
        var scope = agreement.Scope is { } selector ? $" Only {SelectorEnglish.Many(selector, "touch")} need a permission." : "";
        return judged + (permits
            ? " A touch is allowed only where every purpose of it has a `permit` clause that takes it; one without a purpose needs one, too." + scope
            : " It has no `permit` clause, so every touch is allowed that no other clause forbids.")
            + $" Events up to {(agreement.Tolerance == TimeSpan.Zero ? "no time at all" : DurationEnglish.Of(agreement.Tolerance))} out of order are judged exactly.";
    }

    private static IEnumerable<string> Notes(Clause clause)
    {
        foreach (var value in Named(clause).Distinct())
        {
            var below = TermDag.WithDescendants(Term.Of(value)).Where(term => term.Name != value).Select(term => Phrases.Quoted(term.Name)).ToList();
            if (below.Count > 0)
            {
                yield return $"`{value}` stands also for {(below.Count <= 4 ? Phrases.Both(below) : $"{Phrases.Both([.. below[..3], $"{below.Count - 3} more terms below it"])}")}";
            }
        }

        if (clause is not PermitClause)
        {
            yield return $"severity: {clause.Severity.ToString().ToLowerInvariant()}";
        }

        if (clause.Mode == ClauseMode.Shadow)
        {
            yield return "in shadow: what it flags is seen by the operator alone, never by the institution";
        }

        if (clause.Report == ReportPolicy.First && clause is not PermitClause)
        {
            yield return "of violations that follow one another only the first is reported; the next one reported says how many were held back";
        }

        if (clause.Remedy is { } remedy)
        {
            yield return $"remedy: {remedy}";
        }
    }

    private static IEnumerable<string> Named(Clause clause) => clause switch
    {
        PermitClause permit => Named(permit.What),
        ProhibitClause prohibit => Named(prohibit.What),
        LimitClause limit => Named(limit.When),
        ObligeClause oblige => Named(oblige.After).Concat(Named(oblige.Do)),
        _ => [],
    };

    private static IEnumerable<string> Named(Selector selector) =>
        selector.Fields.SelectMany(test => test.Values)
            .Concat(selector.Any.SelectMany(Named))
            .Concat(selector.Not is { } not ? Named(not) : []);
}
