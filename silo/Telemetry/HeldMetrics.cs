using System.Diagnostics.Metrics;
using Covenant.Silo.Held;

namespace Covenant.Silo.Telemetry;

/// <summary>What waits because stored state cannot be read.</summary>
internal sealed class HeldMetrics
{
    private static readonly KeyValuePair<string, object?> Cohorts = new("unit", "cohort");

    private static readonly KeyValuePair<string, object?> Institutions = new("unit", "institution");

    public HeldMetrics(IMeterFactory meters, HeldMemory memory)
    {
        var meter = meters.Create(CovenantMetrics.MeterName);
        meter.CreateObservableGauge("covenant.held", () => Of(memory, held => held.Sum(state => state.Number - state.Released)), "{record}", "Records that this silo holds, by `unit`: `cohort`, or `institution` for its limits over all customers.");
        meter.CreateObservableGauge("covenant.held.units", () => Of(memory, held => held.Count()), "{unit}", "Cohorts and institutions of which it holds some, by `unit`.");
    }

    private static Measurement<long>[] Of(HeldMemory memory, Func<IEnumerable<HeldState>, long> count)
    {
        var institutions = memory.All.ToLookup(state => state.Unit.Institution is not null);
        return [new(count(institutions[false]), Cohorts), new(count(institutions[true]), Institutions)];
    }
}
