namespace Covenant.Silo.Storage;

/// <summary>Where grain state is kept.</summary>
internal enum StateProvider
{
    /// <summary>In the process, which loses it as it ends.</summary>
    Memory,

    /// <summary>Azure Table storage, by our own provider, which joins the writes of many grains.</summary>
    AzureTables,

    /// <summary>Redis, by Orleans' provider.</summary>
    Redis,

    /// <summary>Azure Table storage, by Orleans' provider; only where the silo was built with it.</summary>
    OrleansAzureTable,

    /// <summary>Azure Blob storage, by Orleans' provider; only where the silo was built with it.</summary>
    OrleansAzureBlob,
}
