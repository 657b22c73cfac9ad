using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.LoadTests.Oracle.Reading;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Properties;

public class GenerationProperties(ITestOutputHelper output)
{
    [Fact]
    public void Every_agreement_reads_back_from_its_text_the_same() => CaseGen.Any.Sample(
        generated => generated.Agreements.All(ReadsBack),
        output.WriteLine,
        iter: 1_000,
        print: generated => AgreementText.Of(generated.Agreements.First(agreement => !ReadsBack(agreement))));

    private static bool ReadsBack(Agreement agreement) =>
        AgreementReader.Read(AgreementText.Of(agreement), "generated") is { Mistakes.IsEmpty: true, Documents: [var document] }
        && AgreementText.Of(Sorted(document.Agreement)) == AgreementText.Of(Sorted(new AgreementTerms(new RuleBook()).Read(agreement)));

    private static Agreement Sorted(Agreement agreement) => agreement with { OwnTerms = [.. agreement.OwnTerms.Order(StringComparer.Ordinal)] };

    [Fact]
    public void Random_cases_raise_every_kind_of_verdict_often()
    {
        var seen = new List<OracleVerdict>();
        CaseGen.Any.Sample(
            generated =>
            {
                var side = Side.SlowOf(generated, new());
                var verdicts = generated.Log.SelectMany((record, offset) => side.Judge(record, offset)).Concat(generated.Until is { } until ? side.Until(until) : []).ToList();
                lock (seen)
                {
                    seen.AddRange(verdicts);
                }
            },
            output.WriteLine,
            iter: 4_000);
        (string Kind, Func<OracleVerdict, bool> Is)[] kinds =
        [
            (BuiltInClauses.NoAgreement, verdict => verdict.Clause == BuiltInClauses.NoAgreement),
            (BuiltInClauses.NotPermitted, verdict => verdict.Clause == BuiltInClauses.NotPermitted),
            ("prohibit", verdict => verdict.Form == ClauseForm.Prohibit),
            ("limit, sliding or total", verdict => verdict.Measure is { } measure && measure.To == verdict.EventTime),
            ("limit, aligned", verdict => verdict.Measure is { } measure && measure.To > verdict.EventTime),
            ("oblige, once", verdict => verdict.Form == ClauseForm.Oblige && verdict.Period is null),
            ("oblige, a later period", verdict => verdict.Period > 1),
            ("oblige, bound", verdict => verdict.Bind is not null),
            ("late", verdict => verdict.Late),
            ("shadow", verdict => verdict.Mode == ClauseMode.Shadow),
            ("suppressed", verdict => verdict.Suppressed is not null),
        ];
        foreach (var (kind, isKind) in kinds)
        {
            output.WriteLine($"{seen.Count(isKind)} {kind}");
            Assert.True(seen.Count(isKind) > 50, $"only {seen.Count(isKind)} of {kind}");
        }
    }
}
