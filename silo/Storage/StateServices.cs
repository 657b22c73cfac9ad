using Covenant.Grains.Cohorts;
using Covenant.Silo.Settings;
using Covenant.Silo.Storage.AzureTables;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Covenant.Silo.Storage;

/// <summary>Registers the storage that the settings name.</summary>
internal static class StateServices
{
    // The provider that the settings name, behind the bounds on its calls.
    private const string Provided = CohortGrain.Storage + ".provided";

    public static void AddState(this ISiloBuilder silo)
    {
        silo.Services.AddSettings<StateOptions>(silo.Configuration, StateOptions.Section);
        silo.Services.AddSingleton<StateMetrics>();
        silo.Services.AddSingleton<StorageStart>();
        silo.Services.AddSingleton<StorageCalls>();

        // What cannot be read is refused by the options before the silo starts.
        _ = Enum.TryParse<StateProvider>(silo.Configuration[$"{StateOptions.Section}:{nameof(StateOptions.Provider)}"], ignoreCase: true, out var provider);
        if (provider != StateProvider.Memory)
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(CohortGrain.Storage, (services, _) => ActivatorUtilities.CreateInstance<WatchedStorage>(services, services.GetRequiredKeyedService<IGrainStorage>(Provided)));
        }

        switch (provider)
        {
            case StateProvider.AzureTables:
                silo.Services.AddGrainStorage(Provided, (services, _) => CreateTableStorage(services));
                break;
            case StateProvider.Redis:
                RedisStorage.Add(silo, Provided);
                break;
            case StateProvider.OrleansAzureTable or StateProvider.OrleansAzureBlob when OrleansAzureStorage.IsBuiltIn:
                OrleansAzureStorage.Add(silo, Provided, provider);
                break;
            default:
                silo.Services.AddGrainStorage(CohortGrain.Storage, (services, _) => ActivatorUtilities.CreateInstance<MemoryStorage>(services));
                break;
        }
    }

    private static TableStorage CreateTableStorage(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<TableStorage>(services, TableClients.Create(services.GetRequiredService<IOptions<StateOptions>>().Value));
}
