using System.Buffers.Binary;
using System.Numerics;

namespace Covenant.Contracts.Events;

/// <summary>What was made of a piece of UTF-8 before, so that the same bytes make it again without work or allocation.</summary>
/// <remarks>Bounded: two entries for each hash; a newcomer puts out the older one. Not safe for use by two threads.</remarks>
/// <param name="entries">How many are kept; a power of two.</param>
/// <param name="bytesMax">Longer pieces are not kept.</param>
internal sealed class BytesPool<T>(int entries, int bytesMax)
{
    private readonly Entry[] _entries = new Entry[entries];

    public bool TryGet(ReadOnlySpan<byte> bytes, out T value)
    {
        if (bytes.Length <= bytesMax)
        {
            var pair = PairOf(bytes);
            ref var first = ref _entries[pair];
            if (bytes.SequenceEqual(first.Bytes) && first.Bytes is not null)
            {
                value = first.Value;
                return true;
            }

            ref var second = ref _entries[pair + 1];
            if (bytes.SequenceEqual(second.Bytes) && second.Bytes is not null)
            {
                value = second.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    public void Add(ReadOnlySpan<byte> bytes, T value)
    {
        if (bytes.Length > bytesMax)
        {
            return;
        }

        var pair = PairOf(bytes);
        _entries[pair + 1] = _entries[pair];
        _entries[pair] = new Entry { Bytes = bytes.ToArray(), Value = value };
    }

    private int PairOf(ReadOnlySpan<byte> bytes) => (int)(Hash(bytes) >> 33) & (_entries.Length - 2);

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

    private struct Entry
    {
        public byte[]? Bytes;
        public T Value;
    }
}
