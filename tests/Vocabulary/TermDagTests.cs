using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Vocabulary;

public sealed class TermDagTests
{
    [Fact]
    public void The_whole_vocabulary_is_known()
    {
        // 453 rows, and the four roots that stand in them as parents alone.
        Assert.Equal(453 + 4 + TermDag.Facts.Length, TermDag.Count);
        Assert.Equal(TermDag.Count, TermDag.All.Select(term => term.Name).Distinct().Count());
        Assert.All(TermDag.All, term => Assert.Equal(term, TermDag.Find(term.Name)));
    }

    [Theory]
    [InlineData("dpv:Marketing", "dpv:TargetedAdvertising", true)]
    [InlineData("dpv:ServiceProvision", "dpv:SellDataToThirdParties", true)]
    [InlineData("dpv:CommercialPurpose", "dpv:Marketing", false)]
    [InlineData("dpv:TargetedAdvertising", "dpv:Marketing", false)]
    [InlineData("dpv:Marketing", "dpv:Marketing", true)]
    public void A_term_is_above_its_descendants_at_any_depth(string above, string below, bool expected)
    {
        Assert.True(Term.Of(above).Id >= 0);
        Assert.True(Term.Of(below).Id >= 0);
        Assert.Equal(expected, TermDag.WithDescendants(Term.Of(above)).Contains(Term.Of(below)));
    }

    [Fact]
    public void A_term_can_have_several_parents()
    {
        var parentsOf = TermDag.All.SelectMany(parent => TermDag.WithDescendants(parent).Where(term => term != parent)).CountBy(term => term);

        Assert.Contains(parentsOf, count => count.Value > 1);
        Assert.Contains(
            TermDag.All,
            term => TermDag.All.Where(one => one != term && TermDag.WithDescendants(one).Contains(term)) is var above
                && above.Any(a => above.Any(b => a != b && !TermDag.WithDescendants(a).Contains(b) && !TermDag.WithDescendants(b).Contains(a))));
    }

    [Fact]
    public void No_two_terms_are_below_each_other() =>
        Assert.All(TermDag.All, one => Assert.All(
            TermDag.WithDescendants(one).Where(other => other != one),
            other => Assert.DoesNotContain(one, TermDag.WithDescendants(other))));

    [Fact]
    public void A_term_nobody_knows_has_only_itself()
    {
        var unknown = Term.Of("acme:Secret");

        Assert.Equal(Term.Unknown, unknown.Id);
        Assert.Equal([unknown], TermDag.WithDescendants(unknown));
        Assert.Equal(unknown, Term.Of("acme:Secret"));
        Assert.NotEqual(unknown, Term.Of("acme:secret"));
        Assert.NotEqual(unknown, Term.Of("dpv:Use"));
    }

    [Fact]
    public void A_fact_is_known_and_has_no_prefix()
    {
        Assert.All(TermDag.Facts, fact => Assert.Equal(TermKind.Fact, TermDag.KindOf(Term.Of(fact).Id)));
        Assert.All(TermDag.Facts, fact => Assert.False(Term.Of(fact).IsPrefixed));
        Assert.True(Term.Of("dpv:Use").IsPrefixed);
    }
}
