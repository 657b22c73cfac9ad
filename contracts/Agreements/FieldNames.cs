using System.Collections.Frozen;

namespace Covenant.Contracts.Agreements;

/// <summary>The fields by the names they have in an agreement.</summary>
internal static class FieldNames
{
    public const string AttributePrefix = "attributes.";

    private static readonly FrozenDictionary<string, Field> Plain = Enum.GetValues<FieldKind>()
        .Where(kind => kind != FieldKind.Attribute)
        .Select(kind => new Field(kind))
        .ToFrozenDictionary(field => field.ToString(), StringComparer.Ordinal);

    public static bool TryParse(string name, out Field field)
    {
        if (Plain.TryGetValue(name, out field))
        {
            return true;
        }

        field = name.StartsWith(AttributePrefix, StringComparison.Ordinal) ? new Field(FieldKind.Attribute, name[AttributePrefix.Length..]) : default;
        return field.Attribute is { Length: > 0 };
    }
}
