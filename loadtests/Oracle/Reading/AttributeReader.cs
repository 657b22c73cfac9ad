using System.Text.Json;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>Reads the attributes of an event: what each says, and whether it hides something.</summary>
internal sealed class AttributeReader(RuleBook rules)
{
    public IReadOnlyList<NamedValues> Read(JsonElement element)
    {
        var read = new List<NamedValues>();
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new DeadLetterException("wrong-type");
        }

        var written = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = FormC.Of(property.Name, rules, SheetRule.AttributeNamesInFormC);
            var isRepeated = !names.Add(FormC.Of(property.Name));
            if (!written.Add(property.Name) || (isRepeated && rules.Decides(SheetRule.RepeatedInFormC, true)))
            {
                throw new DeadLetterException("repeated-key");
            }

            if (Read(name, property.Value) is { } attribute && read.All(other => other.Name != name))
            {
                read.Add(attribute);
            }
        }

        return written.Count <= EventLimits.ListMax ? read : throw new DeadLetterException("too-many");
    }

    // Null where it is absent.
    private NamedValues? Read(string name, JsonElement value)
    {
        var isList = value.ValueKind == JsonValueKind.Array;
        var elements = isList ? value.EnumerateArray().ToList() : [value];
        var nulls = elements.Count(one => one.ValueKind == JsonValueKind.Null);
        if (nulls > 0 && (!isList || rules.Decides(SheetRule.NullInAListIsNoValue, true)))
        {
            elements.RemoveAll(one => one.ValueKind == JsonValueKind.Null);
        }

        if (elements.Count > EventLimits.ListMax)
        {
            throw new DeadLetterException("too-many");
        }

        var opaque = elements.Count(one => one.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        List<string> values = [.. elements.Where(one => one.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)).Select(TextOf)];
        if (values.Count == 0 && opaque > 0 && !rules.Decides(SheetRule.OpaqueValueIsThere, true))
        {
            return null;
        }

        return elements.Count == 0 ? null : new NamedValues(name, values, opaque > 0);
    }

    private string TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.GetRawText();
        }

        var text = value.GetString()!;
        if (System.Text.Encoding.UTF8.GetByteCount(text) > EventLimits.TextBytesMax)
        {
            throw new DeadLetterException("too-long");
        }

        return FormC.Of(text, rules, SheetRule.TextsInFormC);
    }
}
