namespace Covenant.LoadTests.Processes;

/// <summary>Where silos keep their state: a process that faults are done to.</summary>
public interface IStorageNode : IAsyncDisposable
{
    /// <summary>For the silos that keep their state in it.</summary>
    IReadOnlyDictionary<string, string> SiloSettings { get; }

    /// <inheritdoc cref="ServerNode.ProcessId"/>
    int ProcessId { get; }

    /// <summary>It dies; all that it has acknowledged is kept.</summary>
    Task DieAsync();

    /// <inheritdoc cref="ServerNode.StartAgainAsync"/>
    Task StartAgainAsync();

    /// <inheritdoc cref="ServerNode.Freeze"/>
    void Freeze();

    void Thaw();

    /// <summary>All that it holds. While nobody writes.</summary>
    Task<StorageCopy> CopyAsync();

    /// <summary>Throws away all that it holds.</summary>
    Task EmptyAsync();

    /// <summary>It holds what it held, and nothing else.</summary>
    Task RestoreAsync(StorageCopy copy);

    /// <summary>Overwrites what is stored in one row with what nobody wrote.</summary>
    /// <returns>Puts the row back.</returns>
    Task<Func<Task>> SpoilAsync(StoredRow row);
}

/// <summary>What a storage held, by the names of rows or files.</summary>
public sealed record StorageCopy(IReadOnlyDictionary<string, byte[]> Parts);

/// <summary>A row that silos store.</summary>
/// <param name="Table">As the silos call it.</param>
/// <param name="Kind">Such as <c>partition</c>.</param>
/// <param name="Key">Of its grain; null = any.</param>
public sealed record StoredRow(string Table, string Kind, string? Key);
