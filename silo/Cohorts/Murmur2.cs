using System.Buffers.Binary;

namespace Covenant.Silo.Cohorts;

/// <summary>MurmurHash2 with 32 bits, seeded as Kafka's clients do.</summary>
internal static class Murmur2
{
    private const uint Seed = 0x9747_B28C;
    private const uint Multiplier = 0x5BD1_E995;
    private const int Shift = 24;

    public static uint Hash(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> Shift)) * Multiplier);
        }

        if (!data.IsEmpty)
        {
            hash = (hash ^ Rest(data)) * Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }

    private static uint Rest(ReadOnlySpan<byte> data)
    {
        var rest = 0U;
        for (var i = data.Length - 1; i >= 0; i--)
        {
            rest = (rest << 8) | data[i];
        }

        return rest;
    }
}
