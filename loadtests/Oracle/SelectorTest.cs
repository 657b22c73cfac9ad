using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.LoadTests.Oracle;

/// <summary>Whether a selector takes an event.</summary>
internal static class SelectorTest
{
    public static bool Takes(Selector selector, DataUseEvent e) =>
        selector.Fields.All(test => Holds(test, e))
        && (selector.Not is null || !Takes(selector.Not, e))
        && (selector.Any.IsEmpty || selector.Any.Any(one => Takes(one, e)));

    private static bool Holds(FieldTest test, DataUseEvent e)
    {
        var values = FieldValues.Of(e, test.Field);
        if (test.AnyValue)
        {
            return values.Count > 0;
        }

        if (test.Field.Kind == FieldKind.CustomerPresent && values.Count == 0)
        {
            values = ["false"];
        }

        return values.Any(value => test.Values.Any(listed => value == listed || IsBelow(value, listed)));
    }

    private static bool IsBelow(string value, string listed)
    {
        Term below = Term.Of(value), above = Term.Of(listed);
        return below.Id >= 0 && above.Id >= 0 && TermDag.WithDescendants(above).Contains(below);
    }
}
