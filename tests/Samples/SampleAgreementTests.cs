using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;

namespace Covenant.Tests.Samples;

public sealed class SampleAgreementTests
{
    public static TheoryData<string> Names => [.. SampleFiles.AgreementNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_has_no_mistake_and_nothing_suspicious(string name)
    {
        var reading = AgreementReader.Read(SampleFiles.Text(name), name);

        Assert.Empty(reading.Mistakes);
        Assert.NotEmpty(reading.Documents);
        Assert.Empty(reading.Documents.SelectMany(document => AgreementWarnings.Of(document.Agreement)));
    }

    [Fact]
    public void The_samples_show_all_four_forms_and_the_four_kinds_of_window()
    {
        var clauses = SampleFiles.AgreementNames.SelectMany(name => AgreementReader.Read(SampleFiles.Text(name), name).Documents)
            .SelectMany(document => document.Agreement.Clauses).ToList();

        Assert.Equal(4, clauses.Select(clause => clause.GetType()).Distinct().Count());
        Assert.Equal(4, clauses.OfType<LimitClause>().Select(limit => limit.Window.GetType()).Distinct().Count());
        Assert.All(clauses, clause => Assert.False(string.IsNullOrWhiteSpace(clause.Text)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_clause_of_a_sample_is_explained_with_an_example(string name)
    {
        foreach (var document in AgreementReader.Read(SampleFiles.Text(name), name).Documents)
        {
            var explanation = AgreementExplainer.Explain(document.Agreement);

            Assert.Equal(document.Agreement.Clauses.Select(clause => clause.Id), explanation.Clauses.Select(clause => clause.Clause));
            Assert.All(explanation.Clauses, clause => Assert.True(clause.Meaning.EndsWith('.') && clause.Example.Contains("flagged", StringComparison.Ordinal), clause.Example));
        }
    }
}
