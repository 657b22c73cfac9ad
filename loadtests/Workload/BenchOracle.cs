using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.LoadTests.Oracle;

namespace Covenant.LoadTests.Workload;

/// <summary>
/// What a log of <see cref="BenchAgreement"/> violates, by the semantics sheet (contracts/README.md): written for this agreement alone, so that it takes millions of events and
/// customers with a hundred thousand, where <see cref="TraceOracle"/> takes the square of a customer's. The tests compare the two.
/// </summary>
public sealed class BenchOracle
{
    private static readonly HashSet<string> Permitted = Below(BenchAgreement.Permitted);

    private static readonly HashSet<string> Commercial = Below(BenchAgreement.Commercial);

    private static readonly HashSet<string> BoundToConversation = Below(BenchAgreement.BoundToConversation);

    private readonly Dictionary<(string Institution, string Customer), BenchTrace> _customers = [];

    /// <summary>What the event violates, in order.</summary>
    /// <param name="e">After the agreement took effect.</param>
    /// <param name="admitted">How far it moves clocks.</param>
    /// <param name="offset">Grows from call to call of one customer.</param>
    public IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, EventTime admitted, long offset)
    {
        var who = (e.Institution, e.Customer);
        if (!_customers.TryGetValue(who, out var customer))
        {
            _customers.Add(who, customer = new BenchTrace());
        }

        if (!customer.Comes(e))
        {
            return [];
        }

        List<OracleVerdict>? verdicts = null;
        void Add(string clause, ClauseForm form, MeasureEvidence? measure = null, IReadOnlyList<string>? witnesses = null) =>
            (verdicts ??= []).Add(Verdict(e, offset, customer.IsLate, clause, form) with { Measure = measure, Witnesses = witnesses ?? [] });

        if (IsHidden(e.Operation) || (e.Operation.IsPrefixed && !IsPermitted(e)))
        {
            Add(BuiltInClauses.NotPermitted, ClauseForm.Permit);
        }

        if (HasPurpose(e, Commercial))
        {
            Add(BenchAgreement.NoCommercialUse, ClauseForm.Prohibit);
        }

        if (BoundToConversation.Contains(e.Operation.Name) && !customer.IsInConversation(e))
        {
            Add(BenchAgreement.OnlyInConversation, ClauseForm.Prohibit);
        }

        if (e.CustomerPresent is not true && customer.CountUnattended(e, out var witnesses) is > BenchAgreement.UnattendedMax and var value)
        {
            var from = new EventTime(e.Time.Ticks - BenchAgreement.UnattendedWindow.Ticks);
            Add(BenchAgreement.Unattended, ClauseForm.Limit, new MeasureEvidence(value, BenchAgreement.UnattendedMax, from, e.Time), witnesses);
        }

        customer.Took(e, admitted);
        return verdicts ?? (IReadOnlyList<OracleVerdict>)[];
    }

    // No clause names an operation that is not one of the facts.
    private static bool IsHidden(Term operation) => !operation.IsPrefixed && !TermDag.Facts.Contains(operation.Name);

    // Each purpose is asked, and one at least must be there.
    private static bool IsPermitted(DataUseEvent e)
    {
        foreach (var purpose in e.Purposes)
        {
            if (!Permitted.Contains(purpose.Name))
            {
                return false;
            }
        }

        return e.Purposes.Length > 0;
    }

    private static bool HasPurpose(DataUseEvent e, HashSet<string> some)
    {
        foreach (var purpose in e.Purposes)
        {
            if (some.Contains(purpose.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> Below(string[] names) => [.. names, .. names.SelectMany(name => TermDag.WithDescendants(Term.Of(name))).Select(term => term.Name)];

    private static OracleVerdict Verdict(DataUseEvent e, long offset, bool late, string clause, ClauseForm form) => new()
    {
        Institution = e.Institution,
        Customer = e.Customer,
        Version = 1,
        Clause = clause,
        Form = form,
        Mode = ClauseMode.Enforce,
        EventId = e.Id,
        EventSource = e.Source,
        EventTime = e.Time,
        Offset = offset,
        ViolationTime = e.Time,
        Late = late,
    };
}
