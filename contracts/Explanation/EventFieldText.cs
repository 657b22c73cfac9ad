using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>The values an event has in a field, a plain text as a term that nobody knows; empty where it lacks the field.</summary>
internal static class EventFieldText
{
    public static IReadOnlyList<Term> Of(DataUseEvent touch, Field field) => field.Kind switch
    {
        FieldKind.Operation => [touch.Operation],
        FieldKind.Purposes => touch.Purposes,
        FieldKind.Categories => touch.Categories,
        FieldKind.Actor => Single(touch.Actor),
        FieldKind.Role => Single(touch.Role),
        FieldKind.Recipient => Single(touch.Recipient),
        FieldKind.Region => Single(touch.Region),
        FieldKind.Forms => Texts(touch.Forms),
        FieldKind.CustomerPresent => Single(touch.CustomerPresent is { } present ? (present ? "true" : "false") : null),
        FieldKind.Conversation => Single(touch.Conversation),
        FieldKind.Item => Single(touch.Item),
        FieldKind.Customer => Single(touch.Customer),
        FieldKind.Attribute => Texts(touch.Attributes.FirstOrDefault(attribute => attribute.Name == field.Attribute)?.Values ?? []),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    private static Term[] Single(string? value) => value is null ? [] : [Term.Of(value)];

    private static Term[] Texts(string[] values) => Array.ConvertAll(values, Term.Of);
}
