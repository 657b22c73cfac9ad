using System.Globalization;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Obligations;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Why something is a violation, in a sentence that a bank's lawyer understands.</summary>
internal static class Reasons
{
    public static string NoAgreement(Policy policy, CompiledVersion? version, DataUseEvent e) => version switch
    {
        null => $"{Did(e)} although no agreement with {policy.Institution} was in force",
        { Status: AgreementStatus.Abstained } => $"{Did(e)} although {policy.Institution} declined an agreement",
        _ => $"{Did(e)} although the agreement with {policy.Institution} has ended",
    };

    public static string HiddenOperation(Term operation) =>
        $"{operation.WhyFalse(TermKind.Operation) ?? $"`{operation.Name}` is neither an operation nor a fact that the agreement knows"}, so no clause can permit it";

    public static string HiddenTerm(Term term, TermKind kind) =>
        $"{term.WhyFalse(kind) ?? $"the {kind.ToString().ToLowerInvariant()} `{term.Name}` is no term and in no set of the agreement"}, so no clause can permit the touch";

    public static string Opaque(DataUseEvent e) =>
        $"the attribute `{e.Attributes.First(attribute => attribute.IsOpaque).Name}` has a value that is an object or a list, which nobody can compare, so no clause can permit the touch";

    /// <param name="purpose">Null where the touch has none, which is told by the permit that asks for one.</param>
    public static string Denied(DataUseEvent e, Term? purpose) => $"{e.Operation.Name} is not permitted{(purpose is { } asked ? $" for {asked.Name}" : "")}";

    public static string Prohibited(Clause clause, DataUseEvent e) =>
        $"{Did(e)} is prohibited{(clause.While is null ? "" : $" while {Phrase.Of(clause.While)}")}{(clause.Unless is null ? "" : $" unless {Phrase.Of(clause.Unless)}, which was not so")}";

    public static string OverLimit(CompiledLimit limit, long value)
    {
        var source = (LimitClause)limit.Source;
        var what = source.Measure switch
        {
            Measure.SumOfRecords => value == 1 ? "record" : "records",
            Measure.Distinct distinct => $"different values of {distinct.Field}",
            _ => value == 1 ? "event" : "events",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{value} {what} {Phrase.Of(source.Window)}{Per(source.Per)}, at most {source.Max} allowed");
    }

    public static string NotDone(CompiledOblige clause, Obligation obligation, int period)
    {
        var source = (ObligeClause)clause.Source;
        var subject = $"no {Phrase.Of(source.Do)}{(obligation.Bind is null ? "" : $" for {source.ForEach?.Bind} `{obligation.Bind}`")}";
        return source.Deadline switch
        {
            Deadline.Within within => $"{subject} within {within.Time} of {obligation.Trigger.Operation.Name}",
            Deadline.Every every => string.Create(CultureInfo.InvariantCulture, $"{subject} in period {period} of {every.Period} since {obligation.Trigger.Operation.Name}"),
            _ => throw new InvalidOperationException("a deadline has two forms"),
        };
    }

    private static string Did(DataUseEvent e) =>
        e.Purposes.Length == 0 ? e.Operation.Name : $"{e.Operation.Name} for {string.Join(", ", e.Purposes.Select(purpose => purpose.Name))}";

    private static string Per(Scope scope)
    {
        var fields = scope.Fields.Select(field => field.ToString()).ToList();
        return (scope.AcrossCustomers, fields.Count) switch
        {
            (true, 0) => " over all customers",
            (true, _) => $" over all customers per {string.Join(" and ", fields)}",
            (false, 0) => "",
            _ => $" per {string.Join(" and ", fields)}",
        };
    }
}
