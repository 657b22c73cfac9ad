using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.LoadTests.Generation;
using Covenant.Silo.Commands.Explain;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Explanation;

public sealed class ExplanationProperties(ITestOutputHelper output)
{
    private const int Cases = 1_000;

    [Fact]
    public void Any_agreement_reads_as_sentences() => CaseGen.Any.Sample(
        generated =>
        {
            foreach (var clause in CoreLog.AgreementsOf(generated).SelectMany(agreement => AgreementExplainer.Explain(agreement).Clauses))
            {
                Assert.All([clause.Meaning, clause.Example], sentence => Assert.Matches("^[^{}]*[.]$", sentence));
                Assert.DoesNotContain("  ", clause.Meaning + clause.Example, StringComparison.Ordinal);
                Assert.DoesNotContain("Covenant.", clause.Meaning + clause.Example, StringComparison.Ordinal);
            }

            foreach (var agreement in CoreLog.AgreementsOf(generated))
            {
                AgreementWarnings.Of(agreement);
            }
        },
        output.WriteLine,
        iter: Cases);

    [Fact]
    public void Each_clause_that_an_event_violates_says_so_when_the_event_is_explained() => Gen.Select(CaseGen.Any, Gen.Int[0, 59]).Sample(
        (generated, at) =>
        {
            var log = CoreLog.Of(generated).Select(one => one.Event).ToList();
            if (log.Count == 0)
            {
                return;
            }

            var index = at % log.Count;
            var (touch, history) = (log[index], log[..index]);
            var own = CoreLog.AgreementsOf(generated).Where(agreement => agreement.Institution == touch.Institution).ToList();
            if (own.Count == 0)
            {
                return;
            }

            var explanation = EventExplainer.Explain(own, touch, history, only: null);
            var says = explanation.Versions.SelectMany(version => version.Clauses.Select(clause => (version.Version, clause))).ToDictionary(entry => (entry.Version, entry.clause.Clause), entry => entry.clause.Says);
            foreach (var violation in Probes.Judged(own, touch, history).Violations.Where(violation => violation.Form is ClauseForm.Prohibit or ClauseForm.Limit))
            {
                Assert.Equal("violated", says[(violation.Agreement!.Value, violation.Clause)]);
            }
        },
        output.WriteLine,
        iter: Cases);

    [Fact]
    public void A_permits_trace_takes_what_the_judge_permits() => Gen.Select(CaseGen.Any, Gen.Int[0, 59]).Sample(
        (generated, at) =>
        {
            if (CoreLog.Of(generated).Select(one => one.Event).ElementAtOrDefault(at % generated.Log.Length) is not { } touch || !touch.Operation.IsPrefixed || touch.HasOpaqueValue || touch.Purposes.Concat(touch.Categories).Append(touch.Operation).Any(term => term.IsFalse || !term.IsPrefixed))
            {
                return;
            }

            foreach (var selector in generated.Agreements.SelectMany(agreement => agreement.Clauses).OfType<PermitClause>().Select(clause => clause.What))
            {
                var asked = new Agreement { Institution = touch.Institution, Version = 1, Effective = EventTime.Epoch, Clauses = [new PermitClause { Id = "q", What = selector }] };
                var denied = Probes.Judged([asked], touch, []).Violations.Any(violation => violation.Clause == BuiltInClauses.NotPermitted);
                IEnumerable<Term?> purposes = touch.Purposes.Length == 0 ? [null] : touch.Purposes.Select(purpose => (Term?)purpose);

                Assert.Equal(denied, !purposes.All(purpose => SelectorTrace.OfPermit(selector, touch, purpose).Takes));
            }
        },
        output.WriteLine,
        iter: Cases);

    [Fact]
    public void A_trace_takes_what_the_judge_takes() => Gen.Select(CaseGen.Any, Gen.Int[0, 59]).Sample(
        (generated, at) =>
        {
            if (CoreLog.Of(generated).Select(one => one.Event).ElementAtOrDefault(at % generated.Log.Length) is not { } touch)
            {
                return;
            }

            foreach (var selector in CoreLog.AgreementsOf(generated).SelectMany(agreement => agreement.Clauses).OfType<ProhibitClause>().Select(clause => clause.What))
            {
                var clause = new ProhibitClause { Id = "q", What = selector };
                var asked = new Agreement { Institution = touch.Institution, Version = 1, Effective = EventTime.Epoch, Clauses = [clause] };
                var taken = Probes.Judged([asked], touch, []).Violations.Any(violation => violation.Clause == "q");

                Assert.Equal(taken, SelectorTrace.Of(selector, touch).Takes);
            }
        },
        output.WriteLine,
        iter: Cases);
}
