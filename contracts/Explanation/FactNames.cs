using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds plain names of an agreement's own that are nearly those of a fact that everyone knows.</summary>
internal static class FactNames
{
    private const int NearMax = 2;

    public static IEnumerable<string> Misspelled(Selector selector) =>
        from test in selector.Fields
        where test.Field.Kind == FieldKind.Operation
        from name in test.Values
        where !name.Contains(':', StringComparison.Ordinal) && !TermDag.Facts.Contains(name)
        let nearest = TermDag.Facts.MinBy(fact => Distance(name.ToUpperInvariant(), fact.ToUpperInvariant()))
        where Distance(name.ToUpperInvariant(), nearest.ToUpperInvariant()) <= NearMax
        select $"`{name}` is a fact of this agreement's own; did you mean `{nearest}`?";

    // Levenshtein: letters to put in, to leave out, or to change.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
