using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads selectors: a mapping of fields, or a bare term or list, which means <c>operation</c>.</summary>
internal sealed class SelectorReader(MistakeList mistakes, SetBook sets)
{
    private const string Attributes = "attributes";

    private static readonly string[] Keys =
        ["operation", "purposes", "categories", "actor", "role", "recipient", "region", "forms", "customerPresent", "conversation", "item", "attributes.NAME", "not", "any"];

    private readonly ValueListReader _values = new(mistakes, sets);
    private readonly MapReader _maps = new(mistakes);

    /// <param name="key">What the selector is given to.</param>
    public Selector Read(Node node, string key)
    {
        switch (node)
        {
            case MapNode map:
                return ReadMap(map, key);
            case ScalarNode { IsNull: true }:
                mistakes.Add(node, $"`{key}` needs a selector such as `{{ operation: dpv:Use }}`, not nothing");
                return Selector.Everything;
            case ListNode list when list.Items.FirstOrDefault(item => item is not ScalarNode) is { } item:
                mistakes.Add(item, $"a bare list under `{key}` is one of operations, not of {(item is MapNode ? "mappings" : "lists")}: for several selectors write `any: [...]`");
                return Selector.Everything;
            default:
                return CheckEntries(node) ? new Selector { Fields = [_values.Read(new Field(FieldKind.Operation), node)] } : Selector.Everything;
        }
    }

    // `region:US` would pass for an operation of another vocabulary.
    private bool CheckEntries(Node node)
    {
        var before = mistakes.Count;
        foreach (var item in (node is ListNode list ? list.Items : [node]).OfType<ScalarNode>())
        {
            if (MeantEntry.Explain(item.Written, Keys) is { } said)
            {
                mistakes.Add(item, said);
            }
        }

        return mistakes.Count == before;
    }

    /// <summary>A selector that must be there.</summary>
    public Selector ReadRequired(MapNode map, string key, string place)
    {
        if (map[key] is { } node)
        {
            return Read(node, key);
        }

        mistakes.Add(map, $"{place} has no `{key}`: add a selector such as `{key}: {{ operation: dpv:Use }}`");
        return Selector.Everything;
    }

    private Selector ReadMap(MapNode map, string key)
    {
        _maps.Read(map, $"the selector `{key}`", Keys, entry => entry.Key == Attributes || FieldOf(entry) is not null);
        var fields = ImmutableArray.CreateBuilder<FieldTest>();
        foreach (var entry in map.Entries)
        {
            if (entry.Key == Attributes)
            {
                fields.AddRange(ReadAttributes(entry.Value));
            }
            else if (FieldOf(entry) is { } field)
            {
                fields.Add(_values.Read(field, entry.Value));
            }
        }

        foreach (var doubled in fields.GroupBy(test => test.Field).Where(tests => tests.Count() > 1).Select(tests => tests.Key.ToString()))
        {
            mistakes.Add(map, $"{Quoted.Of(doubled)} stands twice in the selector `{key}`, within `attributes` and beside it: write it once, with all its values in a list");
        }

        return new Selector { Fields = fields.ToImmutable(), Not = map["not"] is { } not ? Read(not, "not") : null, Any = ReadAny(map["any"]) };
    }

    private static Field? FieldOf(MapEntry entry) =>
        Field.TryParse(entry.Key, out var field) && field.Kind != FieldKind.Customer && (entry.Value is not ScalarNode { IsNull: true } || MeantEntry.MissingBlank(entry.Key) is null) ? field : null;

    // `attributes: { channel: chat }`, as the event writes them, is `attributes.channel: chat`.
    private IEnumerable<FieldTest> ReadAttributes(Node node)
    {
        if (node is not MapNode { Entries.IsEmpty: false } map)
        {
            mistakes.Add(node, $"`attributes` needs names and values, such as `attributes.channel: chat`, not {node.Shown}");
            yield break;
        }

        foreach (var entry in map.Entries)
        {
            yield return _values.Read(new Field(FieldKind.Attribute, entry.Key), entry.Value);
        }
    }

    private ImmutableArray<Selector> ReadAny(Node? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not ListNode { Items.IsEmpty: false } list)
        {
            mistakes.Add(node, $"`any` needs a list of selectors such as `any: [{{ region: US }}, {{ role: agent }}]`, not {node.Shown}");
            return [];
        }

        return [.. list.Items.Select(item => Read(item, "any"))];
    }
}
