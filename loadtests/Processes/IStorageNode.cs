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
}
