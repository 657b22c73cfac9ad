#if ORLEANS_AZURE_STORAGE
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
            ? new TableServiceClient(new Uri(uri), new DefaultAzureCredential())
            : new TableServiceClient(state.Value.ConnectionString);
        azure.TableName = state.Value.Table;
        azure.DeleteStateOnClear = true;
        azure.GrainStorageSerializer = new HoldableSerializer(serializer);
    }

    private static void Configure(AzureBlobStorageOptions azure, IOptions<StateOptions> state, Serializer serializer)
    {
        azure.BlobServiceClient = state.Value.ServiceUri is { } uri
            ? new BlobServiceClient(new Uri(uri), new DefaultAzureCredential())
            : new BlobServiceClient(state.Value.ConnectionString);

        // Containers have no capitals.
        azure.ContainerName = state.Value.Table.ToLowerInvariant();
        azure.DeleteStateOnClear = true;
        azure.GrainStorageSerializer = new HoldableSerializer(serializer);
    }
#else
    public static bool IsBuiltIn => false;

    public static void Add(ISiloBuilder silo, string name, StateProvider provider) =>
        throw new InvalidOperationException($"{name}: {silo.GetType().Name} was built without {provider}");
#endif
}
