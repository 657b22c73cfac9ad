using System.Diagnostics.Metrics;
using Covenant.Grains.Cohorts;

namespace Covenant.Silo.Telemetry;

/// <summary>Who is in this silo's memory.</summary>
internal sealed class ResidentMetrics
{
    public ResidentMetrics(IMeterFactory meters, ResidentCustomers resident)
    {
        var meter = meters.Create(CovenantMetrics.MeterName);
        meter.CreateObservableGauge("covenant.resident.cohorts", () => resident.Cohorts, "{cohort}", "Cohorts in memory.");
        meter.CreateObservableGauge("covenant.resident.customers", () => resident.Customers, "{customer}", "Customers in memory.");
    }
}
