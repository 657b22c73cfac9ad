using Covenant.Contracts.Grains;
using Covenant.Grains.Agreements;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.LoadTests.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>A silo in this process that judges by one book, without storage and without a log; and one cohort of it.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchSilo(IHost host) => _host = host;

    public ICohortGrain Cohort => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICohortGrain>(0);

    public SiloAddress Home => _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    public static async Task<BenchSilo> StartAsync(AgreementBook book)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<AgreementBooks>();
        builder.Services.AddSingleton<ResidentCustomers>();
        var ports = FreePort.Some(2);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(ports[0], ports[1]).AddMemoryGrainStorage(CohortGrain.Storage));
        var host = builder.Build();
        host.Services.GetRequiredService<AgreementBooks>().Swap(book);
        await host.StartAsync();
        return new BenchSilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
