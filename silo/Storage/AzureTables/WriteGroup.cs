namespace Covenant.Silo.Storage.AzureTables;

/// <summary>Writes that fit in one transaction.</summary>
internal sealed class WriteGroup
{
    // Azure: 100 rows and 4 MiB.
    public const int RowsMax = 100;

    private const int RequestBytesMax = 4_000_000;

    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);
    private int _requestBytes;

    public List<TableWrite> Writes { get; } = [];

    /// <summary>Adds it where there is room, and no other write of the same row, which Azure refuses; the first always fits.</summary>
    public bool TryAdd(TableWrite write)
    {
        var isRoom = Writes.Count < RowsMax && (Writes.Count == 0 || _requestBytes + write.RequestBytes <= RequestBytesMax);
        if (!isRoom || !_rows.Add(write.Row))
        {
            return false;
        }

        _requestBytes += write.RequestBytes;
        Writes.Add(write);
        return true;
    }
}
