using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>For each term that a field can hold, one bit for each entry that it does not rule out.</summary>
internal sealed class TermRows
{
    // By a term's id, and one more for every term that nobody knows. Rows that are equal are one.
    private readonly ulong[][] _rows = new ulong[TermDag.Count + 1][];
    private readonly ulong[] _without;

    public TermRows(IReadOnlyList<ImmutableArray<CompiledSelector>> entries, FieldKind kind)
    {
        _without = Row(entries, selector => selector.CouldTakeWithout(kind));
        var distinct = new Dictionary<string, ulong[]> { [TextOf(_without)] = _without };
        for (var id = 0; id <= TermDag.Count; id++)
        {
            Term? known = id < TermDag.Count ? TermDag.All[id] : null;
            var row = Row(entries, selector => selector.CouldTake(kind, known));
            _rows[id] = distinct.TryGetValue(TextOf(row), out var same) ? same : distinct[TextOf(row)] = row;
        }
    }

    public static ulong[] Row(IReadOnlyList<ImmutableArray<CompiledSelector>> entries, Predicate<CompiledSelector> could)
    {
        var row = new ulong[(entries.Count + 63) / 64];
        for (var i = 0; i < entries.Count; i++)
        {
            row[i >> 6] |= Of(entries[i], could) ? 1UL << i : 0;
        }

        return row;
    }

    /// <summary>Clears the candidates that the term rules out.</summary>
    public void Keep(Term term, Span<ulong> candidates) => Keep(Of(term), candidates);

    /// <summary>Clears the candidates that all of the terms rule out; without terms, those that need one.</summary>
    public void Keep(Term[] terms, Span<ulong> candidates)
    {
        if (terms.Length < 2)
        {
            Keep(terms.Length == 0 ? _without : Of(terms[0]), candidates);
            return;
        }

        for (var word = 0; word < candidates.Length; word++)
        {
            var any = 0UL;
            foreach (var term in terms)
            {
                any |= Of(term)[word];
            }

            candidates[word] &= any;
        }
    }

    private static void Keep(ulong[] row, Span<ulong> candidates)
    {
        for (var word = 0; word < candidates.Length; word++)
        {
            candidates[word] &= row[word];
        }
    }

    private ulong[] Of(Term term) => _rows[term.Id >= 0 ? term.Id : ^1];

    private static bool Of(ImmutableArray<CompiledSelector> entry, Predicate<CompiledSelector> could)
    {
        foreach (var selector in entry)
        {
            if (could(selector))
            {
                return true;
            }
        }

        return false;
    }

    private static string TextOf(ulong[] row) => string.Join(',', row);
}
