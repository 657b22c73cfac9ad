using System.Collections.Immutable;
using Covenant.Contracts.Vocabulary;

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
        if (node is ScalarNode { Value: var written } && NameOf(field, written) is var only && sets.Has(only))
        {
            CheckMembers(field, only, node);
            return Make(field, MembersOf(field, only), node);
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(field, node))
        {
            if (NameOf(field, item.Value) is var name && sets.Has(name))
            {
                CheckMembers(field, name, item);
                values.UnionWith(MembersOf(field, name));
            }
            else
            {
                _habits.Check(field, item);
                CheckValue(field, item.Value, item, isListed: false);
                values.Add(ValueHabits.KindOf(field) is { } kind && item.Value != Star ? Term.Read(item.Value, kind).Name : item.Value);
            }

            if (values.Count > AgreementReader.ValuesMax)
            {
                break;
            }
        }

        return Make(field, [.. values], node);
    }

    // White space around a term is ignored, and so around a set's name where a term may stand.
    private static string NameOf(Field field, string value) => ValueHabits.KindOf(field) is null ? value : value.Trim();

    private ImmutableArray<string> MembersOf(Field field, string set) => ValueHabits.KindOf(field) is { } kind ? sets.TermsOf(set, kind) : sets.ValuesOf(set);

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
    private void CheckValue(Field field, string value, Node at, bool isListed)
    {
        if (value == Star)
        {
            return;
        }

        if (field.Kind == FieldKind.CustomerPresent && value is not ("true" or "false"))
        {
            mistakes.Add(at, $"`customerPresent` is `true`, `false` or `\"*\"`, not {Quoted.Of(value)}{Present(value)}");
        }
        else if (ValueHabits.KindOf(field) is { } kind)
        {
            CheckTerm(field, kind, Term.Read(value, kind), value, at, isListed);
        }
        else if (!isListed && sets.Names.FirstOrDefault(name => string.Equals(name, value, StringComparison.OrdinalIgnoreCase)) is { } set)
        {
            mistakes.Warn(at, $"{Quoted.Of(value)} is a text and not the set {Quoted.Of(set)}: write {Quoted.Of(set)} if the set is meant");
        }
    }

    private void CheckTerm(Field field, TermKind kind, Term term, string value, Node at, bool isListed)
    {
        if (term.Name.Length == 0)
        {
            mistakes.Add(at, $"`{Name(field)}` needs a term, not white space alone");
        }
        else if (term.IsFalse)
        {
            mistakes.Add(at, () => Refused(field, at, isListed) ?? TermCheck.ExplainFalse(value, Name(field), kind));
        }
        else if (kind != TermKind.Operation && !term.IsPrefixed && !(isListed && TermCheck.IsOwnWord(term.Name)))
        {
            mistakes.Add(at, () => Refused(field, at, isListed) ?? TermCheck.ExplainPlain(term.Name, Name(field), kind, sets.Names));
        }
        else if (term.Id < 0 && ForeignTerms.Explain(term.Name) is { } foreign)
        {
            mistakes.Warn(at, foreign);
        }
    }

    private static string? Refused(Field field, Node at, bool isListed) => !isListed && at is ScalarNode item ? ValueHabits.Refused(field, item) : null;

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
