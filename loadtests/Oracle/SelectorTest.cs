using Covenant.Contracts.Agreements;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>Whether a selector takes an event.</summary>
internal sealed class SelectorTest(RuleBook rules)
{
    public bool Takes(Selector selector, OracleEvent e) =>
        selector.Fields.All(test => Holds(test, e))
        && (selector.Not is null || !Takes(selector.Not, e))
        && (selector.Any.IsEmpty || selector.Any.Any(one => Takes(one, e)));

    /// <summary>Whether a permit's selector takes a touch for one of its purposes: its positive part sees that purpose alone, and asks all of the other lists' values.</summary>
    /// <param name="purpose">Null where the touch has none.</param>
    public bool TakesFor(Selector selector, OracleEvent e, OracleTerm? purpose)
    {
        var asked = Asked(e, purpose);
        return selector.Fields.All(test => HoldsFor(test, e, asked))
            && (selector.Not is null || !TakesNot(selector.Not, e, asked))
            && (selector.Any.IsEmpty || selector.Any.Any(one => TakesAny(one, e, purpose)));
    }

    /// <summary>The touch with this purpose alone.</summary>
    public static OracleEvent Asked(OracleEvent e, OracleTerm? purpose) => e with { Purposes = purpose is null ? [] : [purpose] };

    private bool TakesNot(Selector not, OracleEvent e, OracleEvent asked)
    {
        var whole = Takes(not, e);
        return whole == Takes(not, asked) || rules.Decides(SheetRule.NotSeesTheWholeTouch, true) ? whole : !whole;
    }

    private bool TakesAny(Selector one, OracleEvent e, OracleTerm? purpose)
    {
        var positive = TakesFor(one, e, purpose);
        return positive == Takes(one, e) || rules.Decides(SheetRule.PositivePartIsInsideAny, true) ? positive : !positive;
    }

    private bool HoldsFor(FieldTest test, OracleEvent e, OracleEvent asked)
    {
        SheetRule? all = test.Field.Kind switch
        {
            FieldKind.Categories => SheetRule.PermitTakesAllCategories,
            FieldKind.Forms => SheetRule.PermitTakesAllForms,
            FieldKind.Attribute => SheetRule.PermitTakesAllAttributeValues,
            _ => null,
        };
        if (all is not { } rule || test.AnyValue)
        {
            return Holds(test, test.Field.Kind == FieldKind.Purposes ? asked : e);
        }

        var own = FieldValues.Of(e, test.Field);
        var one = Holds(test, e);
        var each = own.Count > 0 && !FieldValues.HasOpaque(e, test.Field) && own.All(value => IsListed(test, e, value));
        return one == each || rules.Decides(rule, true) ? each : one;
    }

    private bool Holds(FieldTest test, OracleEvent e)
    {
        if (test.AnyValue)
        {
            return FieldValues.Has(e, test.Field);
        }

        var own = FieldValues.Of(e, test.Field);
        if (test.Field.Kind == FieldKind.CustomerPresent && own.Count == 0)
        {
            own = ["false"];
        }

        return own.Any(value => IsListed(test, e, value));
    }

    private bool IsListed(FieldTest test, OracleEvent e, string value) =>
        !IsFalse(test.Field.Kind, e, value) && test.Values.Any(listed => value == listed || VocabularyFile.IsBelow(value, listed));

    // By its text alone it could be taken for a term.
    private bool IsFalse(FieldKind field, OracleEvent e, string value)
    {
        IEnumerable<OracleTerm> terms = field switch
        {
            FieldKind.Operation => [e.Operation],
            FieldKind.Purposes => e.Purposes,
            FieldKind.Categories => e.Categories,
            _ => [],
        };
        return terms.Any(term => term.Text == value && term.Falsities.Any(rules.Keeps));
    }
}
