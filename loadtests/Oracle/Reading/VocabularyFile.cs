using System.Text;
using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>The vocabulary's file as it lies in the contracts, read here once more, so that a fault of its other reader is found.</summary>
internal static class VocabularyFile
{
    private static readonly List<(string Kind, string Term, string[] Parents)> Rows = [.. Read()];

    private static readonly Dictionary<string, string> Kinds = FindKinds();

    private static readonly ILookup<string, string> Parents = Rows.SelectMany(row => row.Parents.Select(parent => (row.Term, parent))).ToLookup(pair => pair.Term, pair => pair.parent);

    private static readonly Dictionary<(string, string), bool> Found = [];

    public static bool Has(string term) => Kinds.ContainsKey(term);

    /// <summary>Whether the vocabulary has it as what the field is for.</summary>
    public static bool Has(string term, FieldKind field) => Kinds.TryGetValue(term, out var kind) && kind == KindFor(field);

    /// <summary>The terms that a field can have.</summary>
    public static IEnumerable<string> TermsFor(FieldKind field) => Kinds.Where(kind => kind.Value == KindFor(field)).Select(kind => kind.Key);

    /// <summary>Both are in the vocabulary, and one is somewhere below the other.</summary>
    public static bool IsBelow(string term, string above)
    {
        if (!Has(term) || !Has(above))
        {
            return false;
        }

        lock (Found)
        {
            if (!Found.TryGetValue((term, above), out var isBelow))
            {
                Found[(term, above)] = isBelow = Above(term, []).Contains(above);
            }

            return isBelow;
        }
    }

    private static HashSet<string> Above(string term, HashSet<string> found)
    {
        foreach (var parent in Parents[term].Where(found.Add))
        {
            Above(parent, found);
        }

        return found;
    }

    private static string KindFor(FieldKind field) => field switch
    {
        FieldKind.Operation => "operation",
        FieldKind.Purposes => "purpose",
        FieldKind.Categories => "category",
        _ => throw new NotSupportedException($"field {field}"),
    };

    // Some stand in the file as a parent alone.
    private static Dictionary<string, string> FindKinds()
    {
        var kinds = Rows.ToDictionary(row => row.Term, row => row.Kind);
        foreach (var (kind, _, parents) in Rows)
        {
            foreach (var parent in parents)
            {
                kinds.TryAdd(parent, kind);
            }
        }

        return kinds;
    }

    private static IEnumerable<(string Kind, string Term, string[] Parents)> Read()
    {
        using var reader = new StreamReader(typeof(Agreement).Assembly.GetManifestResourceStream("dpv-2.3.csv")!, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#' && line.Split(',') is [var kind and not "kind", var term, var parents])
            {
                yield return (kind, term, parents.Split('|', StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }
}
