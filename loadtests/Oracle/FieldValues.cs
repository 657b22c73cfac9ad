using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle;

/// <summary>The values that an event has in a field; none where it lacks the field.</summary>
internal static class FieldValues
{
    public static IReadOnlyList<string> Of(DataUseEvent e, Field field) => field.Kind switch
    {
        FieldKind.Operation => [e.Operation.Name],
        FieldKind.Purposes => [.. e.Purposes.Select(term => term.Name)],
        FieldKind.Categories => [.. e.Categories.Select(term => term.Name)],
        FieldKind.Actor => Scalar(e.Actor),
        FieldKind.Role => Scalar(e.Role),
        FieldKind.Recipient => Scalar(e.Recipient),
        FieldKind.Region => Scalar(e.Region),
        FieldKind.Forms => e.Forms,
        FieldKind.CustomerPresent => Scalar(e.CustomerPresent switch { true => "true", false => "false", null => null }),
        FieldKind.Conversation => Scalar(e.Conversation),
        FieldKind.Item => Scalar(e.Item),
        FieldKind.Customer => [e.Customer],
        FieldKind.Attribute => e.Attributes.FirstOrDefault(attribute => attribute.Name == field.Attribute)?.Values ?? [],
        _ => throw new NotSupportedException($"field {field.Kind}"),
    };

    /// <summary>The values of all the fields as one text, lists as sets; null where the event lacks one of them.</summary>
    public static string? MatchKey(DataUseEvent e, IEnumerable<Field> fields)
    {
        var key = "";
        foreach (var field in fields)
        {
            var values = Of(e, field);
            if (values.Count == 0)
            {
                return null;
            }

            key += string.Join('\u001f', values.Distinct().Order(StringComparer.Ordinal)) + '\u001e';
        }

        return key;
    }

    /// <summary>The values of all the fields as one text; a missing one is a value of its own.</summary>
    public static string ScopeKey(DataUseEvent e, IEnumerable<Field> fields) =>
        string.Concat(fields.Select(field => MatchKey(e, [field]) is { } key ? $"={key}" : "-\u001e"));

    private static string[] Scalar(string? value) => value is null ? [] : [value];
}
