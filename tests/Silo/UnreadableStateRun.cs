using Covenant.Contracts.Grains;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Silo;

/// <summary>State in storage that no version of Covenant wrote.</summary>
internal static class UnreadableStateRun
{
    private const string Institution = "garbled-bank";

    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(address, "garbled");
        var bank = new Bank(silo, Institution);
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage);
        var garbled = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICohortGrain>(silo.Services.GetRequiredService<CohortLayout>().Of(Institution, "c-1")).GetGrainId();
        await storage.WriteStateAsync("cohort", garbled, new GrainState<StoredCohort>(new StoredCohort { Customers = [250, 250, 250] }));

        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        var second = await bank.TouchAsync("c-2", "dpv:Use", "dpv:Advertising");
        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");

        Assert.Equal([$"{second} no-ads"], await bank.ReadsAsync());
        Assert.Equal([RecordReader.JudgeFailed, RecordReader.JudgeFailed], bank.DeadLetters().Select(letter => letter.Code));
        Assert.All(bank.DeadLetters(), letter => Assert.Contains("stored state", letter.Reason, StringComparison.Ordinal));
    }
}
