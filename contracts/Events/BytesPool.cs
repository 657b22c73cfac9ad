using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Covenant.Contracts.Events;

/// <summary>What was made of a piece of UTF-8 before, so that the same bytes make it again without work or allocation.</summary>
/// <remarks>Bounded: two places for each hash; a newcomer puts out the older one. Not safe for use by two threads.</remarks>
/// <param name="places">How many are kept; a power of two.</param>
/// <param name="bytesMax">Longer pieces are not kept.</param>
internal sealed class BytesPool<T>(int places, int bytesMax)
{
    private readonly Place[] _places = new Place[places];

    // The keys lie here one beside the other: a newcomer allocates nothing but its value.
    private readonly byte[] _bytes = new byte[places * bytesMax];

    public bool Takes(ReadOnlySpan<byte> bytes) => bytes.Length <= bytesMax;

    /// <summary>The place of these bytes; where they are not known yet, the caller must fill it at once.</summary>
    /// <param name="bytes">Such that the pool <see cref="Takes"/> them.</param>
    public ref T Find(ReadOnlySpan<byte> bytes, out bool known)
    {
        var first = PairOf(bytes);
        known = true;
        if (Holds(first, bytes))
        {
            return ref _places[first].Value;
        }

        var second = first + 1;
        if (Holds(second, bytes))
        {
            return ref _places[second].Value;
        }

        known = false;
        _places[second] = _places[first];
        KeyOf(first).CopyTo(KeyOf(second));
        _places[first].LengthAndOne = bytes.Length + 1;
        bytes.CopyTo(KeyOf(first));
        return ref _places[first].Value;
    }

    /// <summary>What was made of these bytes before, if it is still known.</summary>
    public bool TryFind(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out T? value)
    {
        if (Takes(bytes))
        {
            var first = PairOf(bytes);
            var place = Holds(first, bytes) ? first : Holds(first + 1, bytes) ? first + 1 : -1;
            value = place < 0 ? default : _places[place].Value!;
            return place >= 0;
        }

        value = default;
        return false;
    }

    private bool Holds(int place, ReadOnlySpan<byte> bytes) =>
        _places[place].LengthAndOne == bytes.Length + 1 && bytes.SequenceEqual(_bytes.AsSpan(place * bytesMax, bytes.Length));

    private Span<byte> KeyOf(int place) => _bytes.AsSpan(place * bytesMax, bytesMax);

    private int PairOf(ReadOnlySpan<byte> bytes) => (int)(Hash(bytes) >> 33) & (_places.Length - 2);

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Odd = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)bytes.Length * Odd;
        var rest = bytes;
        for (; rest.Length > sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest)) * Odd, 29);
        }

        // The last eight bytes, some of them perhaps for the second time: cheaper than one by one.
        var last = bytes.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..])
            : rest.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(rest) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[^sizeof(uint)..]) << 32
            : rest.IsEmpty ? 0 : rest[0] | (ulong)rest[rest.Length / 2] << 8 | (ulong)rest[^1] << 16;
        hash = (hash ^ last) * Odd;
        return (hash ^ hash >> 32) * Odd;
    }

    private struct Place
    {
        /// <summary>0 where nothing is kept.</summary>
        public int LengthAndOne;
        public T Value;
    }
}
