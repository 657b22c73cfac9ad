using System.Collections.Immutable;
using System.Numerics;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>Items that have one bit each in a <see cref="SelectorIndex"/>.</summary>
/// <param name="First">The first item's bit; the others follow.</param>
internal sealed record IndexedList<T>(ImmutableArray<T> Items, int First)
{
    public bool IsEmpty => Items.IsEmpty;

    public int Count => Items.Length;

    public bool AnyIn(ReadOnlySpan<ulong> candidates) => In(candidates).MoveNext();

    /// <summary>The items whose bit is set, in order.</summary>
    public Walk In(ReadOnlySpan<ulong> candidates) => new(this, candidates);

    /// <summary>Goes from set bit to set bit, so that an item that is no candidate costs a 64th of a step.</summary>
    internal ref struct Walk
    {
        private readonly ReadOnlySpan<T> _items;
        private readonly ReadOnlySpan<ulong> _candidates;
        private readonly int _first;
        private int _word;
        private ulong _bits;
        private int _at = -1;

        public Walk(IndexedList<T> list, ReadOnlySpan<ulong> candidates)
        {
            _items = list.Items.AsSpan();
            _candidates = candidates;
            _first = list.First;
            _word = _first >> 6;
            _bits = _items.IsEmpty ? 0 : candidates[_word] & ulong.MaxValue << _first;
        }

        public readonly T Current => _items[_at];

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_bits == 0)
            {
                if (++_word << 6 >= _first + _items.Length)
                {
                    return false;
                }

                _bits = _candidates[_word];
            }

            _at = (_word << 6) + BitOperations.TrailingZeroCount(_bits) - _first;
            _bits &= _bits - 1;
            return _at < _items.Length;
        }
    }
}
