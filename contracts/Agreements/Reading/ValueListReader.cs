using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads what a selector asks of one field: a value, a list of values, names of sets, or <c>"*"</c>.</summary>
internal sealed class ValueListReader(MistakeList mistakes, SetBook sets)
{
    private const string Star = "*";
    private readonly ValueHabits _habits = new(mistakes);
    private int _together;

    public FieldTest Read(Field field, Node node)
    {
        // What is refused already need not be read on: sets would let a small text ask for any amount of work.
        if (_together > AgreementReader.ValuesTogetherMax)
        {
            return Any(field);
        }

        // A set alone is shared by all who name it.
        if (node is ScalarNode { Value: var only } && sets.Has(only))
        {
            CheckMembers(field, only, node);
            return Make(field, sets.ValuesOf(only), node);
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(field, node))
        {
            if (sets.Has(item.Value))
            {
                CheckMembers(field, item.Value, item);
                values.UnionWith(sets.ValuesOf(item.Value));
            }
            else
            {
                _habits.Check(field, item);
                CheckValue(field, item.Value, item);
                values.Add(item.Value);
            }

            if (values.Count > AgreementReader.ValuesMax)
            {
                break;
            }
        }

        return Make(field, [.. values], node);
    }

    private IEnumerable<ScalarNode> Items(Field field, Node node)
    {
        var items = node is ListNode list ? list.Items : [node];
        if (items.IsEmpty)
        {
            mistakes.Add(node, $"`{Name(field)}` is an empty list, which takes nothing: name at least one value, or write `\"*\"` for any");
        }

        foreach (var item in items)
        {
            if (item is ScalarNode { IsNull: false, Written.Length: > 0 } scalar)
            {
                yield return scalar;
            }
            else
            {
                mistakes.Add(item, item is ScalarNode
                    ? $"`{Name(field)}` needs a value, not nothing: for events without it write `not: {{ {Name(field)}: \"*\" }}`"
                    : $"`{Name(field)}` needs a value or a list of values, not {item.Shown}");
            }
        }
    }

    private FieldTest Make(Field field, ImmutableArray<string> values, Node node)
    {
        _together += values.Length;
        if (values.Length > AgreementReader.ValuesMax || _together > AgreementReader.ValuesTogetherMax)
        {
            mistakes.Add(node, values.Length > AgreementReader.ValuesMax
                ? $"`{Name(field)}` has over {AgreementReader.ValuesMax} values, sets replaced: name a term above them instead"
                : $"the selectors have over {AgreementReader.ValuesTogetherMax} values together, sets replaced: name terms above them instead");
            return Any(field);
        }

        if (values.Contains(Star) && values.Length > 1)
        {
            mistakes.Warn(node, $"`\"*\"` takes any value, so the others beside it in `{Name(field)}` change nothing: write `\"*\"` alone, or leave it out");
        }

        return values.Contains(Star) ? Any(field) : new FieldTest(field, values);
    }

    private void CheckMembers(Field field, string set, Node at)
    {
        foreach (var value in sets.ValuesOf(set))
        {
            CheckValue(field, value, at, isListed: true);
        }
    }

    // A plain word as a purpose is more often a slip than a word of one's own; who means it lists it in a set.
    private void CheckValue(Field field, string value, Node at, bool isListed = false)
    {
        var isTerm = field.Kind is FieldKind.Operation or FieldKind.Purposes or FieldKind.Categories;
        if (value == Star)
        {
            return;
        }

        if (field.Kind == FieldKind.CustomerPresent && value is not ("true" or "false"))
        {
            mistakes.Add(at, $"`customerPresent` is `true`, `false` or `\"*\"`, not {Quoted.Of(value)}{Present(value)}");
        }
        else if (isTerm && TermCheck.IsUnknown(value))
        {
            mistakes.Add(at, () => ValueHabits.Joined(field, value) ?? TermCheck.Explain(value));
        }
        else if (isTerm && field.Kind != FieldKind.Operation && !value.Contains(':', StringComparison.Ordinal) && !(isListed && TermCheck.IsOwnWord(value)))
        {
            mistakes.Add(at, () => ValueHabits.Joined(field, value) ?? TermCheck.ExplainPlain(value, Name(field), sets.Names));
        }
        else if (isTerm && ForeignTerms.Explain(value) is { } foreign)
        {
            mistakes.Warn(at, foreign);
        }
        else if (!isTerm && sets.Names.FirstOrDefault(name => string.Equals(name, value, StringComparison.OrdinalIgnoreCase)) is { } set && !isListed)
        {
            mistakes.Warn(at, $"{Quoted.Of(value)} is a text and not the set {Quoted.Of(set)}: write {Quoted.Of(set)} if the set is meant");
        }
    }

    private static string Present(string value) => value.ToLowerInvariant() switch
    {
        "yes" or "y" or "on" or "1" or "present" or "true" => ": write `true`",
        "no" or "n" or "off" or "0" or "absent" or "false" => ": write `false`",
        "any" or "all" or "either" => ": write `\"*\"`, or leave it out",
        _ => "",
    };

    private static FieldTest Any(Field field) => new(field, [], AnyValue: true);

    private static string Name(Field field) => field.Kind == FieldKind.Attribute ? Quoted.Of(field.ToString()).Trim('`') : field.ToString();
}
