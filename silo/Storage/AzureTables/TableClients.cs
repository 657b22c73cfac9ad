using Azure.Data.Tables;
using Azure.Identity;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>Clients of the table that holds grain state.</summary>
internal static class TableClients
{
    // Azure gives up on a request itself after 30 s; we ask again earlier.
    private static readonly TimeSpan TryForMost = TimeSpan.FromSeconds(10);

    /// <param name="configure">Beside what is set here.</param>
    public static TableClient Create(StateOptions state, Action<TableClientOptions>? configure = null)
    {
        var options = new TableClientOptions();

        // A write that was sent again would hide what became of the first; who asks again here remembers that it did.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromTicks(Math.Min(TryForMost.Ticks, state.RetryFor.Ticks / 3));
        configure?.Invoke(options);
        var service = state.ServiceUri is { } uri
            ? new TableServiceClient(new Uri(uri), new DefaultAzureCredential(), options)
            : new TableServiceClient(state.ConnectionString, options);
        return service.GetTableClient(state.Table);
    }

    /// <summary>What is wrong with a connection string; null where nothing is.</summary>
    public static string? MistakeIn(string connection)
    {
        try
        {
            _ = new TableServiceClient(connection);
            return null;
        }
        catch (Exception)
        {
            // Its parser promises nothing of what it throws.
            return "cannot be read; copy it whole from the storage account's access keys";
        }
    }
}
