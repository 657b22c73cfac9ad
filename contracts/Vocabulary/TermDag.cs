using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Covenant.Contracts.Vocabulary;

/// <summary>
/// The terms everyone knows: the W3C DPV 2.3 purposes, categories and operations, and the facts of the relation.
/// They form a directed acyclic graph: a term can have several parents.
/// </summary>
public static class TermDag
{
    /// <summary>The facts that have a meaning of their own in agreements; an agreement may name others.</summary>
    public static readonly ImmutableArray<string> Facts =
    [
        "ConversationOpened", "ConversationClosed", "ConversationMoved", "ConsentGiven", "ConsentWithdrawn", "ErasureRequested", "Notified", "Approved",
    ];

    private static readonly ImmutableArray<(TermKind Kind, string Name, string[] Parents)> Rows = [.. ReadRows()];

    private static readonly ImmutableArray<Term> Known = [.. Rows.Select((row, id) => new Term(row.Name, id))];

    private static readonly FrozenDictionary<string, Term> ByName = Known.ToFrozenDictionary(term => term.Name, StringComparer.Ordinal);

    private static readonly ImmutableArray<ImmutableArray<Term>> DescendantsById = [.. FindDescendants()];

    /// <summary>How many terms are known.</summary>
    public static int Count => Known.Length;

    public static ImmutableArray<Term> All => Known;

    public static TermKind KindOf(int id) => Rows[id].Kind;

    public static Term Find(string name) => ByName.TryGetValue(name, out var term) ? term : new Term(name, Term.Unknown);

    /// <summary>The known term, and those below it at any depth; a term that nobody knows has only itself.</summary>
    public static ImmutableArray<Term> WithDescendants(Term term) => term.Id >= 0 ? DescendantsById[term.Id] : [term];

    private static IEnumerable<(TermKind Kind, string Name, string[] Parents)> ReadRows()
    {
        var rows = ReadVocabulary().ToArray();
        var named = rows.Select(row => row.Name).ToHashSet(StringComparer.Ordinal);

        // A root such as dpv:PersonalData stands in the file as a parent alone.
        var roots = rows.SelectMany(row => row.Parents.Select(parent => (row.Kind, Name: parent, Parents: Array.Empty<string>()))).Where(root => named.Add(root.Name)).ToArray();
        return [.. rows, .. roots, .. Facts.Select(fact => (TermKind.Fact, fact, Array.Empty<string>()))];
    }

    private static IEnumerable<(TermKind Kind, string Name, string[] Parents)> ReadVocabulary()
    {
        using var stream = typeof(TermDag).Assembly.GetManifestResourceStream("dpv-2.3.csv")
            ?? throw new InvalidOperationException("the vocabulary dpv-2.3.csv is missing from this build");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (!line.StartsWith('#') && Enum.TryParse<TermKind>(cells[0], ignoreCase: true, out var kind))
            {
                yield return (kind, cells[1], cells[2].Split('|', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private static IEnumerable<ImmutableArray<Term>> FindDescendants()
    {
        var children = Rows.SelectMany((row, id) => row.Parents.Select(parent => (parent, id))).ToLookup(edge => edge.parent, edge => edge.id, StringComparer.Ordinal);
        foreach (var root in Known)
        {
            var found = new SortedSet<int> { root.Id };
            var open = new Stack<int>(found);
            while (open.TryPop(out var id))
            {
                foreach (var child in children[Rows[id].Name].Where(found.Add))
                {
                    open.Push(child);
                }
            }

            yield return [.. found.Select(id => Known[id])];
        }
    }
}
