using Covenant.Grains.Cohorts;
using Covenant.Silo.Hosting;
using Covenant.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Storage;

/// <summary>The part of a silo that storage is made of, by its settings, without the silo.</summary>
internal static class Services
{
    public static IServiceProvider With(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{StateOptions.Section}:{setting.Name}", (string?)setting.Value)));
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SiloExit>();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering();
            silo.AddState();
        });
        return builder.Build().Services;
    }

    /// <summary>The storage, ready as a silo has it after its start.</summary>
    public static async Task<IGrainStorage> StorageAsync(params (string Name, string Value)[] settings)
    {
        var storage = With(settings).GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage);
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        (storage as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);
        await lifecycle.OnStart(TestContext.Current.CancellationToken);
        return storage;
    }

    /// <summary>What is wrong with the settings; empty where nothing is.</summary>
    public static IReadOnlyList<string> MistakesIn(params (string Name, string Value)[] settings)
    {
        try
        {
            _ = With(settings).GetRequiredService<IOptions<StateOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return [.. wrong.Failures];
        }
    }
}
