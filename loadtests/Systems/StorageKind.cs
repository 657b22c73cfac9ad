namespace Covenant.LoadTests.Systems;

/// <summary>Where silos keep their state.</summary>
public enum StorageKind
{
    /// <summary>In the silo: one silo, whose death loses what it remembers.</summary>
    Memory,

    Redis,

    /// <summary>In Azurite, Azure storage's emulator.</summary>
    AzureTables,
}
