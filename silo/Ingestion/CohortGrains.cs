using Covenant.Contracts.Grains;
using Covenant.Silo.Cohorts;

namespace Covenant.Silo.Ingestion;

/// <summary>The grains that a partition calls, each looked up once.</summary>
internal sealed class CohortGrains(IGrainFactory grains, CohortLayout layout)
{
    private readonly ICohortGrain?[] _cohorts = new ICohortGrain?[layout.Count];

    public ICohortGrain Cohort(int number) => _cohorts[number] ??= grains.GetGrain<ICohortGrain>(number);

    public IInstitutionGrain Institution(string institution) => grains.GetGrain<IInstitutionGrain>(institution);
}
