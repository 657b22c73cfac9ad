using System.Globalization;
using System.Runtime.CompilerServices;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>The values that an event has in a field.</summary>
internal static class FieldReader
{
    // Of a violation's identity; what is longer costs an array.
    private const int UsualLength = 256;

    /// <summary>The value of a field that holds one; null where the event lacks it or the field is a list.</summary>
    public static string? Scalar(DataUseEvent e, FieldKind field) => field switch
    {
        FieldKind.Operation => e.Operation.Name,
        FieldKind.Actor => e.Actor,
        FieldKind.Role => e.Role,
        FieldKind.Recipient => e.Recipient,
        FieldKind.Region => e.Region,
        FieldKind.Conversation => e.Conversation,
        FieldKind.Item => e.Item,
        FieldKind.Customer => e.Customer,
        FieldKind.CustomerPresent => e.CustomerPresent switch { true => "true", false => "false", null => null },
        _ => null,
    };

    /// <summary>Each different value of the field, in no order that means anything, opaque ones left out; empty where the event lacks it.</summary>
    public static string[] Values(DataUseEvent e, Field field) => field.Kind switch
    {
        FieldKind.Purposes => Distinct([.. e.Purposes.Select(term => term.Name)]),
        FieldKind.Categories => Distinct([.. e.Categories.Select(term => term.Name)]),
        FieldKind.Forms => Distinct(e.Forms),
        FieldKind.Attribute => Distinct(Attribute(e, field.Attribute!)?.Values ?? []),
        _ => Scalar(e, field.Kind) is { } value ? [value] : [],
    };

    /// <summary>The same where a value that nobody can compare makes the event lack the field: for <c>match</c>, <c>distinct</c>, and what discharges a bound duty.</summary>
    public static string[] ComparableValues(DataUseEvent e, Field field) =>
        field.Kind == FieldKind.Attribute && Attribute(e, field.Attribute!) is { IsOpaque: true } ? [] : Values(e, field);

    public static AttributeValues? Attribute(DataUseEvent e, string name)
    {
        foreach (var attribute in e.Attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal))
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>One text for the field's whole value, equal for equal sets of values; null where the event lacks it.</summary>
    public static string? Whole(DataUseEvent e, Field field)
    {
        if (!field.IsList)
        {
            return Scalar(e, field.Kind);
        }

        var values = ComparableValues(e, field);
        if (values.Length == 0)
        {
            return null;
        }

        Array.Sort(values = [.. values], StringComparer.Ordinal);
        return Join(values);
    }

    // Each part is preceded by its length, so that no value can pass for two.
    public static string Join(ReadOnlySpan<string?> parts)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[UsualLength]);
        foreach (var part in parts)
        {
            if (part is null)
            {
                text.AppendLiteral("-");
            }
            else
            {
                text.AppendFormatted(part.Length);
                text.AppendLiteral(":");
                text.AppendLiteral(part);
            }
        }

        return text.ToStringAndClear();
    }

    private static string[] Distinct(string[] values) => values.Length < 2 ? values : [.. values.Distinct(StringComparer.Ordinal)];
}
