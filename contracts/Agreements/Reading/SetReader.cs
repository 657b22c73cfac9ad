using System.Collections.Immutable;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads <c>sets</c>: names for lists of terms, of plain values, and of other sets.</summary>
internal sealed class SetReader(MistakeList mistakes)
{
    private const int NameLengthMax = 64;

    private readonly ValueHabits _habits = new(mistakes);

    public SetBook Read(Node? node)
    {
        var sets = new SetBook();
        if (node is not MapNode map)
        {
            if (node is not (null or ScalarNode { IsNull: true }))
            {
                mistakes.Add(node, $"`sets` needs a mapping from names to lists, such as `Ads: [dpv:Marketing]`, not {node.Shown}");
            }

            return sets;
        }

        if (map.Entries.Length > AgreementReader.SetsMax)
        {
            mistakes.Add(map, $"over {AgreementReader.SetsMax} sets: join some");
            return sets;
        }

        foreach (var entry in map.Entries)
        {
            CheckName(entry);
            sets.Add(entry.Key, [.. Members(entry)]);
        }

        CheckCycles(map, sets);
        return sets;
    }

    private void CheckName(MapEntry entry)
    {
        if (entry.Key.Length is 0 or > NameLengthMax || entry.Key == "*")
        {
            mistakes.Add(entry.Line, $"a set cannot be called {Quoted.Of(entry.Key)}: give it a name of 1 to {NameLengthMax} letters");
        }
        else if (Term.Of(entry.Key) is { Id: not Term.Unknown, IsPrefixed: true })
        {
            mistakes.Add(entry.Line, $"set {Quoted.Of(entry.Key)} has the name of a term: give it another");
        }
    }

    private IEnumerable<ScalarNode> Members(MapEntry entry)
    {
        var items = entry.Value is ListNode list ? list.Items : [entry.Value];
        if (items.IsEmpty)
        {
            mistakes.Add(entry.Value, $"set {Quoted.Of(entry.Key)} is an empty list: name at least one term, or leave it out");
        }

        foreach (var item in items)
        {
            if (item is not ScalarNode { IsNull: false, Written.Length: > 0 } scalar)
            {
                mistakes.Add(item, $"set {Quoted.Of(entry.Key)} needs terms or names of other sets, not {(item is ScalarNode ? "nothing" : item.Shown)}");
            }
            else
            {
                if (TermCheck.IsUnknown(scalar.Value))
                {
                    mistakes.Add(scalar, () => ValueHabits.Refused(null, scalar) ?? TermCheck.Explain(scalar.Value));
                }

                _habits.Check(null, scalar);
                yield return scalar;
            }
        }
    }

    private void CheckCycles(MapNode map, SetBook sets)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (!told.Contains(entry.Key) && sets.CycleOf(entry.Key) is { } cycle)
            {
                told.UnionWith(cycle);
                var through = cycle.Length == 1 ? "" : " through " + string.Join(", ", cycle.Skip(1).Select(Quoted.Of));
                mistakes.Add(entry.Line, $"set {Quoted.Of(entry.Key)} names itself{through}: a set holds terms and other sets");
            }
        }
    }
}
