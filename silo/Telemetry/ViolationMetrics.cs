using System.Diagnostics.Metrics;
using Covenant.Contracts.Violations;

namespace Covenant.Silo.Telemetry;

/// <summary>The violations, by institution, clause, form, mode and severity. Counted here and looked at when somebody asks, so that one costs a few dozen nanoseconds.</summary>
internal sealed class ViolationMetrics
{
    public const string Name = "covenant.violations";

    private readonly ViolationLabels _labels = new();

    public ViolationMetrics(IMeterFactory meters) =>
        meters.Create(CovenantMetrics.MeterName).CreateObservableCounter(Name, Read, "{violation}", "Violations told, by institution, clause, form, mode and severity.");

    public void Add(List<Violation> violations)
    {
        foreach (var violation in violations)
        {
            _labels.Add(violation);
        }
    }

    private IEnumerable<Measurement<long>> Read() => _labels.Counts.Select(one => new Measurement<long>(one.Count, one.Labels));
}
