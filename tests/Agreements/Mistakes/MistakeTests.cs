using Covenant.Contracts.Agreements;
using Xunit;

namespace Covenant.Tests.Agreements.Mistakes;

public class MistakeTests
{
    internal static readonly MistakeCase[] All =
    [
        .. DocumentMistakes.Cases, .. SetMistakes.Cases, .. SelectorMistakes.Cases, .. ClauseMistakes.Cases,
        .. ConditionMistakes.Cases, .. LimitMistakes.Cases, .. ObligeMistakes.Cases, .. SyntaxMistakes.Cases,
    ];

    public static TheoryData<string> Texts => [.. All.Select(mistake => mistake.Text)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Each_mistake_is_told_with_its_line_its_clause_and_what_to_write_instead(string text)
    {
        var reading = AgreementReader.Read(text, "a.yaml");

        Assert.Equal(All.First(mistake => mistake.Text == text).Expected.Select(expected => "a.yaml:" + expected), reading.Mistakes.Select(mistake => mistake.ToString()));
        Assert.Empty(reading.Documents);
    }

    [Fact]
    public void All_mistakes_of_a_file_come_at_once_in_the_order_of_its_lines()
    {
        var reading = AgreementReader.Read("""
            agreement: Acme
            version: 0
            effective: soon
            sets: { Loop: [Loop] }
            clauses:
              - id: first
                prohibit: { purposes: dpv:Marketting }
                severity: high
              - id: second
                limit: { count: -1, sliding: 24h }
              - permit: dpv:Use
            """, "all.yaml");

        Assert.Equal([(1, null), (2, null), (3, null), (4, null), (7, "first"), (8, "first"), (10, "second"), (10, "second"), (11, null)], reading.Mistakes.Select(mistake => (mistake.Line, mistake.Clause)));
        Assert.All(reading.Mistakes, mistake => Assert.Equal("all.yaml", mistake.File));
    }

    [Fact]
    public void Only_two_hundred_mistakes_are_told_and_the_rest_counted()
    {
        var clauses = string.Concat(Enumerable.Range(0, 500).Select(i => $"  - id: c{i}\n    forbid: dpv:Use\n"));

        var mistakes = AgreementReader.Read($"{Given.Head}clauses:\n{clauses}", "many.yaml").Mistakes;

        Assert.Equal(AgreementReader.MistakesMax + 1, mistakes.Length);
        Assert.Equal("many.yaml:0: and 300 more: mend these first", mistakes[^1].ToString());
    }

    [Fact]
    public void What_a_user_wrote_is_repeated_on_one_line_and_not_at_length()
    {
        var mistake = Assert.Single(AgreementReader.Read(Given.Clause($"prohibit: dpv:Use\nseverity: \"a\\nb`c{new string('x', 100)}\""), "a.yaml").Mistakes);

        Assert.Equal($"`severity` cannot be `a\\u000Ab'c{new string('x', 59)}...`: write `minor`, `major` or `critical`", mistake.Message);
    }
}
