using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>Which of many selectors could take an event at all, by its operation, purposes, categories and whether the customer was present.</summary>
/// <remarks>INVARIANT (candidates): a selector that takes the event is a candidate. The reverse need not be: the selector has the last word.</remarks>
internal sealed class SelectorIndex
{
    private readonly TermRows _operations;
    private readonly TermRows _purposes;
    private readonly TermRows _categories;
    private readonly ulong[] _present;
    private readonly ulong[] _absent;

    /// <param name="entries">One bit each, in order: the selectors of which one must take the event.</param>
    private SelectorIndex(IReadOnlyList<ImmutableArray<CompiledSelector>> entries)
    {
        _operations = new TermRows(entries, FieldKind.Operation);
        _purposes = new TermRows(entries, FieldKind.Purposes);
        _categories = new TermRows(entries, FieldKind.Categories);
        _present = TermRows.Row(entries, selector => selector.CouldTake(customerPresent: true));
        _absent = TermRows.Row(entries, selector => selector.CouldTake(customerPresent: false));
    }

    /// <summary>How many words of 64 candidates there are.</summary>
    public int Words => _present.Length;

    /// <summary>Sets the bits of the selectors that could take the event, and clears the others.</summary>
    /// <param name="candidates">Of <see cref="Words"/>.</param>
    public void Find(DataUseEvent e, Span<ulong> candidates)
    {
        (e.CustomerPresent == true ? _present : _absent).CopyTo(candidates);
        _operations.Keep(e.Operation, candidates);
        _purposes.Keep(e.Purposes, candidates);
        _categories.Keep(e.Categories, candidates);
    }

    /// <summary>Gives out the bits, list by list.</summary>
    internal sealed class Builder
    {
        private readonly List<ImmutableArray<CompiledSelector>> _entries = [];

        /// <param name="selectorsOf">An item's selectors, of which one must take the event.</param>
        public IndexedList<T> Add<T>(IEnumerable<T> items, Func<T, ImmutableArray<CompiledSelector>> selectorsOf)
        {
            var list = new IndexedList<T>([.. items], _entries.Count);
            _entries.AddRange(list.Items.Select(selectorsOf));
            return list;
        }

        public SelectorIndex Build() => new(_entries);
    }
}
