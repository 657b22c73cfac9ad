using System.Globalization;
using Azure.Data.Tables;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>A grain's state as the properties of a row: <c>S0</c>, <c>S1</c>... hold its bytes, <c>W</c> the write that put them there, <c>G</c> the grain's id.</summary>
internal static class StateRow
{
    public const string GrainProperty = "G";

    public const string WriteProperty = "W";

    /// <summary>Azure takes 1 MiB a row with all its names and keys, and base64 makes it more on the way.</summary>
    public const int StateBytesMax = (1024 * 1024) - (16 * 1024);

    // Azure: 64 KiB a property.
    private const int ChunkBytesMax = 64 * 1024;

    public static TableEntity Of(TableKey key, GrainId grain, ReadOnlySpan<byte> state, Guid write)
    {
        var row = new TableEntity(key.Partition, key.Row) { [WriteProperty] = write, [GrainProperty] = grain.ToString() };
        for (var chunk = 0; !state.IsEmpty; chunk++)
        {
            var length = Math.Min(state.Length, ChunkBytesMax);
            row[ChunkProperty(chunk)] = state[..length].ToArray();
            state = state[length..];
        }

        return row;
    }

    public static byte[] StateOf(TableEntity row)
    {
        var first = row.GetBinary(ChunkProperty(0)) ?? [];
        if (first.Length < ChunkBytesMax)
        {
            return first;
        }

        var whole = new List<byte>(first);
        for (var chunk = 1; row.GetBinary(ChunkProperty(chunk)) is { } more; chunk++)
        {
            whole.AddRange(more);
        }

        return [.. whole];
    }

    private static string ChunkProperty(int chunk) => string.Create(CultureInfo.InvariantCulture, $"S{chunk}");
}
