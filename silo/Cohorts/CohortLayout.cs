using System.Globalization;
using System.IO.Hashing;
using Covenant.Contracts.Events;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Cohorts;

/// <summary>
/// In which cohort a customer is. By the hash that producers choose partitions by: where the number of cohorts is a multiple of the number of partitions, all events of a cohort
/// come from one partition, and it can live beside it.
/// </summary>
internal sealed class CohortLayout(IOptions<CohortOptions> options)
{
    // Partitioners cut the sign off, and leave the rest of a division.
    private const uint Positive = 0x7FFF_FFFF;

    private readonly Partitioner _partitioner = options.Value.Partitioner;

    public int Count { get; } = options.Value.Count;

    /// <summary>For the state that is kept by it.</summary>
    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{options.Value.Partitioner}/{options.Value.Count}");

    /// <param name="key">Of a record that is its customer's: <c>institution/customer</c>.</param>
    public int Of(ReadOnlySpan<byte> key) => (int)((_partitioner == Partitioner.Murmur2 ? Murmur2.Hash(key) & Positive : Crc32.HashToUInt32(key)) % (uint)Count);

    public int Of(string institution, string customer)
    {
        Span<byte> key = stackalloc byte[EventKey.BytesMax];
        return Of(key[..EventKey.Write(institution, customer, key)]);
    }
}
