using System.Collections.Immutable;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>The named sets of one agreement.</summary>
internal sealed class SetBook
{
    private readonly Dictionary<string, ImmutableArray<ScalarNode>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _setsIn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, TermKind Kind), ImmutableArray<string>> _terms = [];

    public IEnumerable<string> Names => _members.Keys;

    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Whether a selector named it, or a set that one named.</summary>
    public bool IsUsed(string name) => _used.Contains(name) || _members.Keys.Any(other => other != name && _used.Contains(other) && ReachedFrom(other).Contains(name));

    public void Add(string name, ImmutableArray<ScalarNode> members) => _members[name] = members;

    /// <summary>The values that the set stands for, each once, in the order of the document, sets in it replaced; one more than <see cref="AgreementReader.ValuesMax"/> where there are more.</summary>
    public ImmutableArray<string> ValuesOf(string name)
    {
        _used.Add(name);
        if (!_values.TryGetValue(name, out var values))
        {
            _values[name] = values = Expand(name);
        }

        return values;
    }

    /// <summary>The same as a field for terms of this kind reads them.</summary>
    public ImmutableArray<string> TermsOf(string name, TermKind kind)
    {
        if (!_terms.TryGetValue((name, kind), out var terms))
        {
            _terms[(name, kind)] = terms = [.. ValuesOf(name).Select(value => value == "*" ? value : Term.Read(value, kind).Name).Distinct()];
        }

        return terms;
    }

    /// <summary>The plain words in any of the sets, each once.</summary>
    public ImmutableArray<string> OwnTerms()
    {
        var written = _members.Values.SelectMany(members => members).Select(member => member.Value).Distinct().Where(value => !Has(value));
        return [.. written.Select(value => Term.Read(value, TermKind.Purpose)).Where(term => !term.IsPrefixed).Select(term => term.Name).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>To be asked once all sets are added. The sets on the way from a set back to itself, itself first; null where there is no such way.</summary>
    public ImmutableArray<string>? CycleOf(string name)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>([name]);
        while (open.TryDequeue(out var current))
        {
            foreach (var member in SetsIn(current))
            {
                if (member == name)
                {
                    return Path(cameFrom, name, current);
                }

                if (cameFrom.TryAdd(member, current))
                {
                    open.Enqueue(member);
                }
            }
        }

        return null;
    }

    private HashSet<string> ReachedFrom(string name)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([name]);
        while (open.TryPop(out var set))
        {
            foreach (var inner in SetsIn(set).Where(reached.Add))
            {
                open.Push(inner);
            }
        }

        return reached;
    }

    private ImmutableArray<string> SetsIn(string name)
    {
        if (!_setsIn.TryGetValue(name, out var sets))
        {
            _setsIn[name] = sets = [.. _members[name].Select(member => member.Value).Where(Has).Distinct()];
        }

        return sets;
    }

    private static ImmutableArray<string> Path(Dictionary<string, string> cameFrom, string name, string last)
    {
        var path = new List<string> { name };
        for (var step = last; step != name; step = cameFrom[step])
        {
            path.Insert(1, step);
        }

        return [.. path];
    }

    // Depth first, by hand: each set once, so that a cycle ends too.
    private ImmutableArray<string> Expand(string name)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var values = ImmutableArray.CreateBuilder<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        var open = new Stack<string>(_members[name].Reverse().Select(member => member.Value));
        while (values.Count <= AgreementReader.ValuesMax && open.TryPop(out var value))
        {
            if (!Has(value))
            {
                if (found.Add(value))
                {
                    values.Add(value);
                }
            }
            else if (seen.Add(value))
            {
                foreach (var member in _members[value].Reverse())
                {
                    open.Push(member.Value);
                }
            }
        }

        return values.ToImmutable();
    }
}
