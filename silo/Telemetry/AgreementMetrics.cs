using System.Diagnostics.Metrics;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Agreements;
using Covenant.Silo.Ingestion;

namespace Covenant.Silo.Telemetry;

/// <summary>Which agreements this silo judges by.</summary>
internal sealed class AgreementMetrics
{
    private const int InstitutionsMax = 1_000;

    private readonly AgreementBooks _books;
    private readonly TimeProvider _clock;

    public AgreementMetrics(IMeterFactory meters, AgreementBooks books, JudgingClock clock)
    {
        (_books, _clock) = (books, clock.Time);
        var meter = meters.Create(CovenantMetrics.MeterName);
        meter.CreateObservableGauge("covenant.institutions", () => _books.Current.Policies.Count(), "{institution}", "Institutions that have a document.");
        meter.CreateObservableGauge("covenant.agreement.version", Versions, null, $"The version in force, by institution (the first {InstitutionsMax:N0}) and status; 0 where none is.");
    }

    private IEnumerable<Measurement<int>> Versions()
    {
        var now = EventTime.From(_clock.GetUtcNow());
        return _books.Current.Policies.OrderBy(policy => policy.Institution, StringComparer.Ordinal).Take(InstitutionsMax).Select(policy =>
        {
            var inForce = policy.Agreements.Where(version => version.Status != AgreementStatus.Draft && version.Effective <= now).MaxBy(version => (version.Effective, version.Version));
            return new Measurement<int>(
                inForce?.Version ?? 0, new("institution", policy.Institution), new KeyValuePair<string, object?>("status", inForce?.Status.ToString().ToLowerInvariant() ?? "none"));
        });
    }
}
