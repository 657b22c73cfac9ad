using Covenant.Contracts.Agreements;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The plain names that agreements use as operations: the facts of their institution, beside those that everyone knows.</summary>
internal static class PlainNames
{
    public static IEnumerable<string> Of(Agreement agreement) =>
        from selector in SelectorWalk.Of(agreement)
        from test in selector.Fields
        where test.Field.Kind == FieldKind.Operation
        from name in test.Values
        where !name.Contains(':', StringComparison.Ordinal)
        select name;
}
