using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads names of fields: one, or a list.</summary>
internal sealed class FieldListReader(MistakeList mistakes)
{
    private static readonly string[] Comparable =
        ["operation", "purposes", "categories", "actor", "role", "recipient", "region", "forms", "customerPresent", "conversation", "item", "attributes.NAME"];

    private static readonly string[] Distinguishable =
        ["operation", "purposes", "categories", "actor", "role", "recipient", "region", "forms", "conversation", "item", "customer", "attributes.NAME"];

    private static readonly string[] Bindable = [.. Distinguishable.Where(name => name != "customer")];

    /// <summary>The fields of <c>match</c> and those that hold around it, each once, in the order of <see cref="FieldKind"/>.</summary>
    public ImmutableArray<Field> ReadMatch(Node? node, ImmutableArray<Field> outer)
    {
        if (node is null)
        {
            return outer;
        }

        if (node is ListNode { Items.IsEmpty: true })
        {
            mistakes.Add(node, "`match` is an empty list: name at least one field such as `item`, or leave it out");
        }

        var items = node is ListNode list ? list.Items : [node];
        var fields = Sorted([.. outer, .. items.Where(item => !IsAlwaysEqual(item)).Select(item => Read(item, "match", Comparable))]);
        if (fields.Length > AgreementReader.MatchFieldsMax)
        {
            mistakes.Add(node, $"`match` has over {AgreementReader.MatchFieldsMax} fields, those of the conditions around it included: name fewer");
            return outer;
        }

        return fields;
    }

    public Field ReadDistinct(Node node) => Read(node, "distinct", Distinguishable);

    public Field ReadBind(Node node) => Read(node, "bind", Bindable);

    public static ImmutableArray<Field> Sorted(IEnumerable<Field> fields) =>
        [.. fields.Distinct().OrderBy(field => field.Kind).ThenBy(field => field.Attribute, StringComparer.Ordinal)];

    private Field Read(Node node, string key, IReadOnlyList<string> names)
    {
        var name = node is ScalarNode scalar ? scalar.Written : "";
        if (Field.TryParse(name, out var field) && (field.Kind == FieldKind.Attribute || names.Contains(name)))
        {
            return field;
        }

        mistakes.Add(node, () => $"`{key}` cannot be {node.Shown}: {Suggest(name, key, names)}");
        return new Field(FieldKind.Item);
    }

    private static string Suggest(string name, string key, IReadOnlyList<string> names)
    {
        if (name == "records")
        {
            return key == "distinct" ? "how many records come together says `sum: records` with `max`" : $"write {Quoted.Choice(names)}";
        }

        if (key == "match" && name.Split([",", ";", " and ", " "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } several && Array.TrueForAll(several, names.Contains))
        {
            return $"write `[{string.Join(", ", several)}]`";
        }

        var meant = name.Length == 0 ? null : KeySynonyms.Find(name, names, _ => false) ?? ChoiceSynonyms.Find("per", name) ?? Nearest.To(name, names);
        return meant is not null && names.Contains(meant) ? $"did you mean {Quoted.Of(meant)}?"
            : !Field.TryParse(name, out _) && KeyHints.AttributeOf(name) is { } attribute ? $"for an attribute of the event write {Quoted.Of(attribute)}, or one of the fields {Quoted.Choice(names)}" : $"write {Quoted.Choice(names)}";
    }

    private bool IsAlwaysEqual(Node item)
    {
        if (item is not ScalarNode { Written: "customer" or "institution" })
        {
            return false;
        }

        mistakes.Add(item, $"`match` need not name {item.Shown}, which is always equal: leave it out");
        return true;
    }
}
