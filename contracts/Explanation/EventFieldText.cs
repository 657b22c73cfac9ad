using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Explanation;

/// <summary>The values an event has in a field, as text; empty where it lacks the field.</summary>
internal static class EventFieldText
{
    public static IReadOnlyList<string> Of(DataUseEvent touch, Field field) => field.Kind switch
    {
        FieldKind.Operation => [touch.Operation.Name],
        FieldKind.Purposes => [.. touch.Purposes.Select(term => term.Name)],
        FieldKind.Categories => [.. touch.Categories.Select(term => term.Name)],
        FieldKind.Actor => Single(touch.Actor),
        FieldKind.Role => Single(touch.Role),
        FieldKind.Recipient => Single(touch.Recipient),
        FieldKind.Region => Single(touch.Region),
        FieldKind.Forms => touch.Forms,
        FieldKind.CustomerPresent => Single(touch.CustomerPresent is { } present ? (present ? "true" : "false") : null),
        FieldKind.Conversation => Single(touch.Conversation),
        FieldKind.Item => Single(touch.Item),
        FieldKind.Customer => [touch.Customer],
        FieldKind.Attribute => touch.Attributes.FirstOrDefault(attribute => attribute.Name == field.Attribute)?.Values ?? [],
        _ => [],
    };

    private static string[] Single(string? value) => value is null ? [] : [value];
}
