using Covenant.Contracts.Grains;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Held;
using Covenant.Silo.Topics;
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
        await bank.AgreesAsync(1, "  - id: twice\n    limit: { count: 2, total: true }\n");
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage);
        var number = silo.Services.GetRequiredService<CohortLayout>().Of(Institution, "c-1");
        var garbled = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICohortGrain>(number).GetGrainId();
        var state = new GrainState<StoredCohort>(new StoredCohort { Customers = [250, 250, 250] });
        await storage.WriteStateAsync("cohort", garbled, state);

        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        await bank.TouchAsync("c-2", "dpv:Use", "dpv:Advertising");
        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        await bank.TouchAsync("c-2", "dpv:Use", "dpv:Advertising");
        var goesOn = await bank.TouchAsync("c-2", "dpv:Use", "dpv:Advertising");
        Assert.Equal([$"{goesOn} twice"], await bank.ReadsAsync());
        Assert.Empty(bank.DeadLetters());
        var memory = silo.Services.GetRequiredService<HeldMemory>();
        await Eventually.HoldsAsync("the customer is named", () => memory.All is [{ Number: 2 } held] && held.Unit == HeldUnit.OfCohort(number) && HeldMemory.Words(held).Contains($"{Institution}/c-1", StringComparison.Ordinal));

        await storage.ClearStateAsync("cohort", garbled, state);
        await Eventually.HoldsAsync("what was held is judged", () => memory.All.Count == 0);
        var third = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        Assert.Equal([$"{goesOn} twice", $"{third} twice"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));
        Assert.Empty(bank.DeadLetters());
    }
}
