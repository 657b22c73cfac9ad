using System.Diagnostics;
using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;
using Xunit;

namespace Covenant.Tests.Agreements;

/// <summary>Texts within the bounds of length that ask for as much work as they can.</summary>
public class HostileTextTests
{
    // Each takes about a second where the machine is idle; without its bound, minutes.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("a: [")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("!")]
    [InlineData("%a\n")]
    [InlineData("a\n")]
    [InlineData("a\n\n")]
    [InlineData("---\n")]
    [InlineData("a,")]
    [InlineData("- a\n")]
    [InlineData("\t")]
    [InlineData("|\n")]
    [InlineData("\r")]
    [InlineData("\\")]
    [InlineData("{a,")]
    [InlineData("- agreement: acme\n  version: 1\n")]
    public void A_mebibyte_of_anything_is_refused_soon(string piece) =>
        RefusedSoon(string.Concat(Enumerable.Repeat(piece, AgreementReader.BytesMax / piece.Length)));

    [Fact]
    public void Tens_of_thousands_of_unknown_terms_are_refused_soon() =>
        RefusedSoon($"{Given.Head}clauses:\n{Repeat(8, k => $"  - id: c{k}\n    prohibit: {{ purposes: [{Repeat(6000, i => $"dpv:Market{i}, ")} dpv:Use] }}\n")}");

    [Fact]
    public void A_mistake_behind_tens_of_thousands_of_aliases_is_refused_soon() =>
        RefusedSoon(Given.Prohibit($"{{ any: [{{ purposes: &a [dpv:Marketting] }}{Repeat(40000, _ => ", { purposes: *a }")}] }}"));

    [Fact]
    public void A_large_set_in_tens_of_thousands_of_selectors_is_refused_soon() =>
        RefusedSoon($"{Given.Head}sets:\n  A: [{Repeat(9000, i => $"a{i}, ")}z]\nclauses:\n  - id: c\n    prohibit: {{ any: [{Repeat(30000, _ => "{ actor: [A, b] }, ")}dpv:Use] }}\n");

    [Fact]
    public void Thousands_of_fields_to_match_in_thousands_of_conditions_are_refused_soon() =>
        RefusedSoon(Given.Unless($"{{ match: [{Repeat(20000, i => $"attributes.a{i}, ")}item], all: [{Repeat(20000, _ => "{ once: X }, ")}{{ once: Y }}] }}"));

    [Fact]
    public void A_hundred_thousand_agreements_on_one_line_are_refused_soon() => RefusedSoon("[" + Repeat(100_000, _ => "{a: b},") + "]");

    private static void RefusedSoon(string text)
    {
        Assert.InRange(text.Length, 1, AgreementReader.BytesMax);
        var clock = Stopwatch.StartNew();

        Assert.NotEmpty(AgreementReader.Read(text, "a.yaml").Mistakes);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Soon);
    }

    private static string Repeat(int times, Func<int, string> piece) => string.Concat(Enumerable.Range(0, times).Select(piece));
}
