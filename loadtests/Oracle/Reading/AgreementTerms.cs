using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>An agreement as the sheet reads it: terms by the vocabulary's own spelling, texts in form C.</summary>
public sealed class AgreementTerms(RuleBook rules)
{
    // What is read of an agreement is not among the hits of what is read of an event.
    private readonly TermReader _terms = new(new RuleBook());

    public Agreement Read(Agreement written)
    {
        var read = new AgreementRewrite(test => test.Values.Select(value => Value(test.Field.Kind, value)), Normal).Of(written);
        return read with { OwnTerms = [.. written.OwnTerms.Select(word => Normal(word).Trim()).Distinct()] };
    }

    private string Value(FieldKind field, string written)
    {
        if (field is not (FieldKind.Operation or FieldKind.Purposes or FieldKind.Categories))
        {
            return Normal(written);
        }

        var read = _terms.Read(field, written)?.Text ?? throw new ArgumentException($"an agreement cannot list the empty term `{written}`", nameof(written));
        return read == written || rules.Decides(SheetRule.AgreementTermsAreRead, true) ? read : written;
    }

    private Field Normal(Field field) => field.Attribute is { } name ? field with { Attribute = Normal(name) } : field;

    private string Normal(string text) => FormC.Of(text, rules, SheetRule.AgreementTextsInFormC);
}
