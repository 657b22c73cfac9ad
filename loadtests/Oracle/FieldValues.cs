using Covenant.Contracts.Agreements;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Oracle;

/// <summary>The values that an event has in a field; none where it lacks the field.</summary>
internal sealed class FieldValues(RuleBook rules)
{
    /// <summary>Opaque values, which equal nothing, are left out.</summary>
    public static IReadOnlyList<string> Of(OracleEvent e, Field field) => field.Kind switch
    {
        FieldKind.Operation => [e.Operation.Text],
        FieldKind.Purposes => [.. e.Purposes.Select(term => term.Text)],
        FieldKind.Categories => [.. e.Categories.Select(term => term.Text)],
        FieldKind.Actor => Scalar(e.Actor),
        FieldKind.Role => Scalar(e.Role),
        FieldKind.Recipient => Scalar(e.Recipient),
        FieldKind.Region => Scalar(e.Region),
        FieldKind.Forms => e.Forms,
        FieldKind.CustomerPresent => Scalar(e.CustomerPresent switch { true => "true", false => "false", null => null }),
        FieldKind.Conversation => Scalar(e.Conversation),
        FieldKind.Item => Scalar(e.Item),
        FieldKind.Customer => [e.Customer],
        FieldKind.Attribute => AttributeOf(e, field)?.Values ?? [],
        _ => throw new NotSupportedException($"field {field.Kind}"),
    };

    /// <summary>It has a value that is an object, or a list within a list.</summary>
    public static bool HasOpaque(OracleEvent e, Field field) => AttributeOf(e, field) is { HasOpaque: true };

    /// <summary>What <c>"*"</c> asks.</summary>
    public static bool Has(OracleEvent e, Field field) => Of(e, field).Count > 0 || HasOpaque(e, field);

    /// <summary>The values of all the fields as one text, lists as sets; null where the event lacks one of them.</summary>
    public string? MatchKey(OracleEvent e, IEnumerable<Field> fields) => Key(e, fields, SheetRule.OpaqueValueHasNoMatchKey);

    /// <summary>The values of all the fields as one text; a missing one is a value of its own.</summary>
    public string ScopeKey(OracleEvent e, IEnumerable<Field> fields) =>
        string.Concat(fields.Select(field => Key(e, [field], SheetRule.OpaqueValueIsMissingInRows) is { } key ? $"={key}" : "-\u001e"));

    /// <summary>What <c>distinct</c> tells apart; nothing where the event lacks the field.</summary>
    public IReadOnlyList<string> Distinct(OracleEvent e, Field field) =>
        rules.Decides(SheetRule.OpaqueValueIsNotDistinct, HasOpaque(e, field)) ? [] : Of(e, field);

    /// <summary>What <c>bind</c> binds.</summary>
    public IReadOnlyList<string> Bound(OracleEvent e, Field field) =>
        HasOpaque(e, field) && !rules.Decides(SheetRule.ForEachBindsTheOthers, true) ? [] : Of(e, field);

    /// <summary>Whether it can discharge what is bound by this value.</summary>
    public bool Discharges(OracleEvent e, Field field, string value) =>
        Of(e, field).Contains(value) && !rules.Decides(SheetRule.OpaqueValueDischargesNothing, HasOpaque(e, field));

    private string? Key(OracleEvent e, IEnumerable<Field> fields, SheetRule opaque)
    {
        var key = "";
        foreach (var field in fields)
        {
            var values = Of(e, field);
            if (rules.Decides(opaque, HasOpaque(e, field)) || values.Count == 0)
            {
                return null;
            }

            key += string.Join('\u001f', values.Distinct().Order(StringComparer.Ordinal)) + '\u001e';
        }

        return key;
    }

    private static NamedValues? AttributeOf(OracleEvent e, Field field) => e.Attributes.FirstOrDefault(attribute => attribute.Name == field.Attribute);

    private static string[] Scalar(string? value) => value is null ? [] : [value];
}
