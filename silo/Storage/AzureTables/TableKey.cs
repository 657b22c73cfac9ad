using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>
/// Where the state of a grain lies: the row key is <c>{state}:{grain type}:{grain key}</c>, each part in UTF-8, with <c>=</c> and two hexadecimal digits for every byte but
/// ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, for Azure forbids some; the partition key is one of <see cref="Buckets"/>, by the row key's hash.
/// </summary>
/// <remarks>FORMAT: another number of buckets, hash or encoding would not find what is stored.</remarks>
internal readonly record struct TableKey(string Partition, string Row)
{
    /// <summary>A partition of Azure takes 2,000 rows a second, so they take 16,000 of the 20,000 that an account takes; more would leave a transaction fewer rows to join.</summary>
    public const int Buckets = 8;

    // Azure: 1 KiB of UTF-16.
    private const int RowCharactersMax = 512;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    public static TableKey Of(string stateName, GrainId grain)
    {
        var row = new StringBuilder();
        Append(row, Encoding.UTF8.GetBytes(stateName));
        row.Append(':');
        Append(row, grain.Type.AsSpan());
        row.Append(':');
        Append(row, grain.Key.AsSpan());
        var key = row.Length <= RowCharactersMax ? row.ToString() : Shortened(row.ToString());
        return new TableKey(PartitionOf(BucketOf(key)), key);
    }

    public static string PartitionOf(int bucket) => bucket.ToString("x", CultureInfo.InvariantCulture);

    public static int BucketOf(string row) => (int)(XxHash64.HashToUInt64(Encoding.ASCII.GetBytes(row)) % Buckets);

    private static void Append(StringBuilder row, ReadOnlySpan<byte> part)
    {
        foreach (var value in part)
        {
            if (Plain.Contains(value))
            {
                row.Append((char)value);
            }
            else
            {
                row.Append('=').Append(CultureInfo.InvariantCulture, $"{value:X2}");
            }
        }
    }

    // The start, for who looks at the table, and the hash of it all; `~` stands in no other key. The row names the grain in full (`StateRow.GrainProperty`).
    private static string Shortened(string row)
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(row)));
        return $"{row[..(RowCharactersMax - hash.Length - 1)]}~{hash}";
    }
}
