using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Hosting;
using Covenant.Tests.Silo;
using Covenant.Tests.Violations;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Hosting;

/// <summary>A call that an older owner of a partition made comes late, after a grain was activated anew.</summary>
public sealed class LateCallTests
{
    private const int Partition = 0;

    [Fact]
    public async Task A_cohort_answers_an_owner_that_is_older_than_what_it_has_stored_as_any_gap_and_hears_the_present_one()
    {
        await using var silo = await RunningSilo.StartAsync(null, "late-call");
        var cohort = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICohortGrain>(17);
        var decided = ViolationGens.Any.Generate(new PCG(1), null, out _);
        var stored = new StoredCohort { Customers = new Cohort().Encode(), Violations = [new Untold<Violation>(Partition, new Progress(100, 0), decided, Tenure: 5)] };
        await silo.Services.GetRequiredKeyedService<IGrainStorage>(CohortGrain.Storage).WriteStateAsync("cohort", cohort.GetGrainId(), new GrainState<StoredCohort>(stored));

        Assert.True((await cohort.Apply(BatchOf(silo, tenure: 4))).IsGap);
        Assert.True((await cohort.Release(BatchOf(silo, tenure: 1), isLetGo: false)).IsGap);
        var present = await cohort.Apply(BatchOf(silo, tenure: 6));
        Assert.False(present.IsGap);
        Assert.Equal([decided.Id], present.Violations.Select(untold => untold.What.Id));
        Assert.True((await cohort.Apply(BatchOf(silo, tenure: 5))).IsGap);
    }

    // It knows as much of earlier ones as a partition does.
    private static CohortBatch BatchOf(RunningSilo silo, long tenure)
    {
        var tenures = new TenureHistory(tenure, [.. Enumerable.Repeat(new Progress(90, 0), (int)tenure)]);
        var header = new BatchHeader("datause.events.v1", Partition, tenures, new Progress(91, 0), new Progress(90, 0), EventTime.Epoch, silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        return new CohortBatch(header, -1, default, []);
    }
}
