#if ORLEANS_AZURE_STORAGE
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
#endif

namespace Covenant.Silo.Storage;

/// <summary>Grain state in Azure by Orleans' own providers, where the silo was built with <c>/p:OrleansAzureStorage=true</c>.</summary>
internal static class OrleansAzureStorage
{
#if ORLEANS_AZURE_STORAGE
    public static bool IsBuiltIn => true;

    public static void Add(ISiloBuilder silo, string name, StateProvider provider)
    {
        if (provider == StateProvider.OrleansAzureTable)
        {
            silo.AddAzureTableGrainStorage(name, (OptionsBuilder<AzureTableStorageOptions> azure) => azure.Configure<IOptions<StateOptions>, Serializer>(Configure));
        }
        else
        {
            silo.AddAzureBlobGrainStorage(name, (OptionsBuilder<AzureBlobStorageOptions> azure) => azure.Configure<IOptions<StateOptions>, Serializer>(Configure));
        }
    }

    private static void Configure(AzureTableStorageOptions azure, IOptions<StateOptions> state, Serializer serializer)
    {
        azure.TableServiceClient = state.Value.ServiceUri is { } uri
            ? new TableServiceClient(new Uri(uri), new DefaultAzureCredential(), Bounded(new TableClientOptions(), state.Value))
            : new TableServiceClient(state.Value.ConnectionString, Bounded(new TableClientOptions(), state.Value));
        azure.TableName = state.Value.Table;
        azure.DeleteStateOnClear = true;
        azure.GrainStorageSerializer = new HoldableSerializer(serializer);
    }

    private static void Configure(AzureBlobStorageOptions azure, IOptions<StateOptions> state, Serializer serializer)
    {
        azure.BlobServiceClient = state.Value.ServiceUri is { } uri
            ? new BlobServiceClient(new Uri(uri), new DefaultAzureCredential(), Bounded(new BlobClientOptions(), state.Value))
            : new BlobServiceClient(state.Value.ConnectionString, Bounded(new BlobClientOptions(), state.Value));

        // Containers have no capitals.
        azure.ContainerName = state.Value.Table.ToLowerInvariant();
        azure.DeleteStateOnClear = true;
        azure.GrainStorageSerializer = new HoldableSerializer(serializer);
    }

    // By default a request is given up after 100 s, and made four times.
    private static TOptions Bounded<TOptions>(TOptions options, StateOptions state)
        where TOptions : ClientOptions
    {
        options.Retry.NetworkTimeout = state.RetryFor / (1 + options.Retry.MaxRetries);
        return options;
    }
#else
    public static bool IsBuiltIn => false;

    public static void Add(ISiloBuilder silo, string name, StateProvider provider) =>
        throw new InvalidOperationException($"{name}: {silo.GetType().Name} was built without {provider}");
#endif
}
