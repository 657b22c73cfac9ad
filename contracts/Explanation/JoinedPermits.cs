using System.Collections.Immutable;
using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds permits, and branches of <c>any</c> in one, that differ in a field whose values are not joined: a touch with values of both is taken by neither.</summary>
internal static class JoinedPermits
{
    /// <summary>For each pair the clause that comes later, and what to say of it.</summary>
    public static IEnumerable<AgreementWarning> Of(IReadOnlyList<PermitClause> permits)
    {
        for (var later = 0; later < permits.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (IsSameBesides(permits[earlier], permits[later]) && Difference(permits[earlier].What, permits[later].What) is { } field)
                {
                    yield return new(permits[later].Id, $"it differs from `{permits[earlier].Id}` in `{field}` alone, and a touch with values of both is denied: write one permit with {Together(field, permits[earlier].What, permits[later].What)}");
                }
            }

            foreach (var field in Branches(permits[later].What))
            {
                yield return new(permits[later].Id, $"two branches of its `any` differ in `{field.Field}` alone, and a touch with values of both is denied: write one branch with {field.Together}");
            }
        }
    }

    private static IEnumerable<(Field Field, string Together)> Branches(Selector selector)
    {
        for (var later = 0; later < selector.Any.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (Difference(selector.Any[earlier], selector.Any[later]) is { } field)
                {
                    yield return (field, Together(field, selector.Any[earlier], selector.Any[later]));
                }
            }
        }
    }

    private static bool IsSameBesides(PermitClause one, PermitClause other) => one.Mode == other.Mode && Say(one.While) == Say(other.While) && Say(one.Unless) == Say(other.Unless);

    /// <summary>The one field in which they differ, if it is such a field, each names it, and neither takes all that the other does.</summary>
    private static Field? Difference(Selector one, Selector other)
    {
        var fields = one.Fields.Where(test => IsNotJoined(test.Field) && !test.AnyValue && other.Fields.Any(mine => mine.Field == test.Field && !mine.AnyValue && Say(mine) != Say(test))).ToList();
        return fields is [{ Field: var field }] && Without(one, field) == Without(other, field) && !EmptySelectors.Covers(one, other) && !EmptySelectors.Covers(other, one) ? field : null;
    }

    private static bool IsNotJoined(Field field) => field.Kind is FieldKind.Categories or FieldKind.Forms or FieldKind.Attribute;

    private static string Together(Field field, Selector one, Selector other)
    {
        ImmutableArray<string> values = [.. new[] { one, other }.SelectMany(selector => selector.Fields).Where(test => test.Field == field).SelectMany(test => test.Values).Distinct()];
        return values.Length <= 4 ? $"`{field}: [{string.Join(", ", values)}]`" : $"all these values in `{field}`";
    }

    // Two selectors that read the same are the same.
    private static string Without(Selector selector, Field field) =>
        SelectorEnglish.Many(selector with { Fields = [.. selector.Fields.Where(test => test.Field != field).OrderBy(test => test.Field.Kind).ThenBy(test => test.Field.Attribute, StringComparer.Ordinal)] });

    private static string Say(FieldTest test) => string.Join('\n', test.Values.Order(StringComparer.Ordinal));

    private static string Say(Condition? condition) => condition is null ? "" : ConditionEnglish.Of(condition);
}
