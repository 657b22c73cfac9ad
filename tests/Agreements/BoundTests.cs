using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;
using Xunit;

namespace Covenant.Tests.Agreements;

public class BoundTests
{
    [Fact]
    public void A_text_over_a_mebibyte_is_not_read() =>
        Assert.Equal("a.yaml:1: the text is over 1 MiB: split it into a file for each institution", Single(Given.Head + Given.OneClause + new string('#', AgreementReader.BytesMax)));

    [Fact]
    public void A_hundred_levels_of_aliases_are_refused()
    {
        var levels = string.Concat(Enumerable.Range(1, 100).Select(i => $"  S{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        Assert.Equal("a.yaml:21: over 200000 values, those repeated by aliases included: write less, or split the file", Single($"{Given.Head}sets:\n  S0: &a0 [dpv:Use]\n{levels}{Given.OneClause}"));
    }

    [Fact]
    public void A_hundred_levels_within_each_other_are_refused() =>
        Assert.Equal("a.yaml:6: over 32 levels of lists, mappings and aliases within each other: write it flatter",
            Single(Given.Prohibit(string.Concat(Enumerable.Repeat("{ not: ", 100)) + "dpv:Use" + new string('}', 100))));

    [Fact]
    public void A_chain_of_a_hundred_aliases_is_refused()
    {
        var chain = string.Concat(Enumerable.Range(1, 100).Select(i => $"  S{i}: &a{i} [*a{i - 1}]\n"));

        Assert.Equal("a.yaml:34: over 32 levels of lists, mappings and aliases within each other: write it flatter", Single($"{Given.Head}sets:\n  S0: &a0 [dpv:Use]\n{chain}{Given.OneClause}"));
    }

    [Fact]
    public void Thirty_levels_are_read() =>
        Assert.Empty(AgreementReader.Read(Given.Prohibit(string.Concat(Enumerable.Repeat("{ not: ", 27)) + "dpv:Use" + new string('}', 27)), "a.yaml").Mistakes);

    [Fact]
    public void Over_a_thousand_clauses_are_refused() =>
        Assert.Equal("a.yaml:5: over 1000 clauses: join some, with lists in their selectors",
            Single($"{Given.Head}clauses:\n{string.Concat(Enumerable.Range(0, 1001).Select(i => $"  - {{ id: c{i}, permit: dpv:Use }}\n"))}"));

    [Fact]
    public void Over_a_thousand_agreements_in_one_text_are_refused() =>
        Assert.Equal("a.yaml:5001: over 1000 agreements in one text: split it into a file for each institution", AgreementReader.Read(
            string.Join("---\n", Enumerable.Range(1, 1_001).Select(version => $"agreement: acme\nversion: {version}\neffective: 2026-01-01\nstatus: abstained\n")), "a.yaml").Mistakes.Last().ToString());

    [Fact]
    public void Over_256_sets_are_refused() =>
        Assert.Equal("a.yaml:5: over 256 sets: join some", Single($"{Given.Head}sets:\n{string.Concat(Enumerable.Range(0, 257).Select(i => $"  S{i}: dpv:Use\n"))}{Given.OneClause}"));

    [Fact]
    public void Sets_of_sets_to_a_depth_of_256_are_read()
    {
        var sets = string.Concat(Enumerable.Range(1, 255).Select(i => $"  S{i}: [S{i - 1}, acme:T{i}]\n"));

        var reading = AgreementReader.Read($"{Given.Head}sets:\n  S0: dpv:Use\n{sets}clauses:\n  - id: c\n    prohibit: S255\n", "a.yaml");

        Assert.Equal(256, ((ProhibitClause)Assert.Single(reading.Documents).Agreement.Clauses[0]).What.Fields[0].Values.Length);
    }

    [Fact]
    public void Over_ten_thousand_values_in_a_selector_are_refused()
    {
        var values = string.Join(", ", Enumerable.Range(0, 6000).Select(i => $"a{i}"));
        var others = string.Join(", ", Enumerable.Range(0, 6000).Select(i => $"b{i}"));

        Assert.Equal("a.yaml:9: clause `c`: `actor` has over 10000 values, sets replaced: name a term above them instead",
            Single($"{Given.Head}sets:\n  A: [{values}]\n  B: [{others}]\nclauses:\n  - id: c\n    prohibit: {{ actor: [A, B] }}\n"));
    }

    [Fact]
    public void Sets_cannot_multiply_the_values_of_an_agreement_without_end()
    {
        var values = string.Join(", ", Enumerable.Range(0, 9000).Select(i => $"a{i}"));
        var clauses = string.Concat(Enumerable.Range(0, 20).Select(i => $"  - {{ id: c{i}, prohibit: {{ actor: [A, x] }} }}\n"));

        var mistakes = AgreementReader.Read($"{Given.Head}sets:\n  A: [{values}]\nclauses:\n{clauses}", "a.yaml").Mistakes;

        Assert.Equal("a.yaml:18: clause `c11`: the selectors have over 100000 values together, sets replaced: name terms above them instead", mistakes[0].ToString());
    }

    [Fact]
    public void Over_64_fields_to_match_are_refused()
    {
        var fields = string.Join(", ", Enumerable.Range(0, 60).Select(i => $"attributes.a{i}"));

        Assert.Equal("a.yaml:7: clause `c`: `match` has over 64 fields, those of the conditions around it included: name fewer",
            Single(Given.Unless($"{{ match: [{fields}], all: [{{ once: X, match: [operation, purposes, categories, actor, role] }}] }}")));
    }

    private static string Single(string text)
    {
        var reading = AgreementReader.Read(text, "a.yaml");
        Assert.Empty(reading.Documents);
        return Assert.Single(reading.Mistakes).ToString();
    }
}
