using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Tells where one selector takes all that another does. Finds the plain cases; silence proves nothing.</summary>
internal static class EmptySelectors
{
    public static bool NeverTakes(Selector selector) => selector.Not is { } not && Covers(not, selector);

    /// <summary>Every event that <paramref name="inner"/> takes, <paramref name="outer"/> takes too.</summary>
    public static bool Covers(Selector outer, Selector inner) =>
        outer.Not is null && outer.Any.Length == 0 && outer.Fields.All(test => inner.Fields.Any(one => one.Field == test.Field && Covers(test, one)));

    // Whatever value made the inner test hold makes the outer one hold, too.
    private static bool Covers(FieldTest outer, FieldTest inner)
    {
        if (outer.AnyValue || inner.AnyValue)
        {
            return outer.AnyValue && inner.Field.Kind != FieldKind.CustomerPresent;
        }

        var values = outer.Values.SelectMany(value => TermDag.WithDescendants(Term.Of(value))).ToHashSet();
        return inner.Values.All(value => values.Contains(Term.Of(value)));
    }
}
