namespace Covenant.LoadTests.Processes;

/// <summary>Where silos keep their state: a process that faults are done to.</summary>
public interface IStorageNode : IAsyncDisposable
{
    /// <summary>For the silos that keep their state in it.</summary>
    IReadOnlyDictionary<string, string> SiloSettings { get; }

    /// <summary>It dies; all that it has acknowledged is kept.</summary>
    Task DieAsync();

    /// <summary>On the same data and port, after <see cref="DieAsync"/>; it answers again.</summary>
    Task StartAgainAsync();

    /// <summary>Stops it where it stands: what it is sent waits, and is done after <see cref="Thaw"/>, whether or not somebody still waits for it.</summary>
    void Freeze();

    void Thaw();
}
