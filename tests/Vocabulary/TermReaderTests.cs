using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Vocabulary;

/// <summary>A term that only looks like one of the vocabulary is false; one that is written in another of the vocabulary's ways is that term.</summary>
public sealed class TermReaderTests
{
    [Theory]
    [InlineData("dpv:Share")]
    [InlineData("DPV:Share")]
    [InlineData(" \u00A0\u2003dpv:Share\u0085\t")]
    [InlineData("https://w3id.org/dpv#Share")]
    [InlineData("HTTPS://W3ID.ORG/DPV#Share")]
    [InlineData("https://w3id.org/dpv/owl#Share")]
    [InlineData("http://www.w3.org/ns/dpv#Share")]
    public void An_operation_is_read_however_the_vocabulary_is_named(string written) => Assert.Equal(Known("dpv:Share"), Term.Read(written, TermKind.Operation));

    [Theory]
    [InlineData("pd:Financial", "pd:Financial")]
    [InlineData("dpv-pd:Financial", "pd:Financial")]
    [InlineData("Dpv-Pd:Financial", "pd:Financial")]
    [InlineData("https://w3id.org/dpv/pd#Financial", "pd:Financial")]
    [InlineData("https://w3id.org/dpv/dpv-pd#Financial", "pd:Financial")]
    [InlineData("https://w3id.org/dpv#SpecialCategoryPersonalData", "dpv:SpecialCategoryPersonalData")]
    public void A_category_is_read_however_the_vocabulary_is_named(string written, string term) => Assert.Equal(Known(term), Term.Read(written, TermKind.Category));

    [Fact]
    public void A_purpose_of_the_financial_sector_is_read_however_it_is_named()
    {
        var purpose = TermDag.All.First(term => term.Name.StartsWith("fin:", StringComparison.Ordinal) && TermDag.KindOf(term.Id) == TermKind.Purpose);
        var local = purpose.Name["fin:".Length..];

        Assert.All([$"fin:{local}", $"FIN:{local}", $"sector-finance:{local}", $"https://w3id.org/dpv/sector/finance#{local}"], written => Assert.Equal(purpose, Term.Read(written, TermKind.Purpose)));
    }

    [Theory]
    [InlineData("dpv:share")] // what follows the prefix is compared as it is
    [InlineData("dpv:")]
    [InlineData("dpv: Share")]
    [InlineData("dpv:Sh\u00ADare")] // a soft hyphen
    [InlineData("dpv:Share\u200B")]
    [InlineData("dpv:Sha\u202Ere")]
    [InlineData("dpv:CustomerCare")] // a purpose
    [InlineData("pd:Financial")] // a category
    [InlineData("https://w3id.org/dpv#share")]
    [InlineData("http://w3id.org/dpv#Share")]
    [InlineData("https://www.w3.org/ns/dpv#Share")]
    [InlineData("https://w3id.org/dpv/Share")]
    [InlineData("https://w3id.org/dpv/2.3#Share")]
    [InlineData("https://w3id.org/dpv/legal/eu/gdpr#Share")]
    [InlineData("https://w3id.org/dpvs#Share")]
    [InlineData("https://w3id.org:443/dpv#Share")]
    [InlineData("https://someone@w3id.org/dpv#Share")]
    [InlineData("https://w3id.org./dpv#Share")]
    [InlineData("https://w3id.org/%64pv#Share")]
    [InlineData("https://w3id.org//dpv#Share")]
    [InlineData("https://a%2Fb@w3id.org/dpv#Share")]
    [InlineData("https://a%23@w3id.org/%2564pv#Share")]
    [InlineData("https://w3id.org%00/dpv#Share")]
    [InlineData("https://www.w3id.org/dpv#Share")]
    [InlineData("https://w3.org/ns/dpv#Share")]
    [InlineData("https://w3id.org/./dpv#Share")]
    [InlineData("https://w3id.org/x/../dpv#Share")]
    [InlineData("https://w3id.org/x/%2E./dpv#Share")]
    [InlineData("https://www.w3.org/ns//dpv#Share")]
    [InlineData("https://\uFF573id.org/dpv#Share")]
    [InlineData("https://w3id\u3002org/dpv#Share")]
    [InlineData("https://w3id\uFF0Eorg/dpv#Share")]
    [InlineData("https://w3id.org:99999/dpv#Share")]
    [InlineData("https://w3id%2Eorg%2Fdpv#Share")]
    [InlineData("https:/w3id.org/dpv#Share")]
    [InlineData("https:\\\\w3id.org\\dpv#Share")]
    [InlineData("d\u0440v:Share")] // the second letter is Cyrillic
    [InlineData(":Share")]
    [InlineData("<https://w3id.org/dpv#Share>")]
    [InlineData("ac me:Resale")]
    [InlineData("acme:Re\tsale")]
    [InlineData("acme:Re\U000E0041sale")] // a tag, which nobody sees
    [InlineData("Conversation\u2028Opened")]
    public void An_operation_that_only_looks_like_a_term_is_false(string written)
    {
        var term = Term.Read(written, TermKind.Operation);

        Assert.True(term.IsFalse);
        Assert.Equal(Term.Unknown, term.Id);
        Assert.Equal(written.Trim(), term.Name);
    }

    [Theory]
    [InlineData("dpv:Use", TermKind.Purpose)]
    [InlineData("dpv:Use", TermKind.Category)]
    [InlineData("dpv:Marketing", TermKind.Category)]
    [InlineData("pd:Financial", TermKind.Purpose)]
    public void A_term_of_another_kind_than_its_field_is_false(string written, TermKind kind) => Assert.True(Term.Read(written, kind).IsFalse);

    [Theory]
    [InlineData("acme:Resale")]
    [InlineData("https://acme.example/terms#Resale")]
    [InlineData("acme:")]
    [InlineData("acme:Prêt")]
    [InlineData("a.c_m-e9:dpv:Share")]
    public void A_term_with_another_prefix_is_its_owners(string written)
    {
        var term = Term.Read(written, TermKind.Purpose);

        Assert.False(term.IsFalse);
        Assert.Equal((written, Term.Unknown), (term.Name, term.Id));
    }

    [Fact]
    public void A_plain_word_is_for_the_agreement_to_tell_even_where_it_reads_like_a_fact()
    {
        Assert.Equal((Term.Unknown, false), (Term.Read("ConsentGiven", TermKind.Purpose).Id, Term.Read("Retargeting", TermKind.Category).IsFalse));
        Assert.Equal(TermKind.Fact, TermDag.KindOf(Term.Read(" ConsentGiven ", TermKind.Operation).Id));
    }

    [Fact]
    public void Nothing_but_white_space_has_no_name() => Assert.Equal("", Term.Read(" \u3000\r\n", TermKind.Purpose).Name);

    [Fact]
    public void More_accents_than_a_letter_can_have_are_not_put_in_order()
    {
        static string Letter(int accents) => "e" + string.Concat(Enumerable.Repeat("\u0301\u0316", accents / 2));

        Assert.NotEqual(Letter(NormalForm.MarksMax), NormalForm.Of(Letter(NormalForm.MarksMax)));
        Assert.Equal(Letter(300_000), NormalForm.Of(Letter(300_000)));
    }

    [Fact]
    public void A_letter_and_its_accent_are_one_however_they_were_typed()
    {
        Assert.True(NormalForm.IsAvailable);
        Assert.Equal(Term.Read("acme:Pr\u00EAt", TermKind.Purpose), Term.Read("acme:Pre\u0302t", TermKind.Purpose));
        Assert.Equal("a\uFFFE\u00E9\uD800\u00E9", NormalForm.Of("a\uFFFEe\u0301\uD800e\u0301"));
        Assert.True(NormalForm.IsBroken("x\uDC00"));
        Assert.False(NormalForm.IsBroken("x\uFFFE\U0001F600"));
    }

    private static Term Known(string name) => Term.Of(name) is { Id: >= 0 } term ? term : throw new InvalidOperationException($"{name} is not in the vocabulary");
}
