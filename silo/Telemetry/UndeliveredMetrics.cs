using System.Diagnostics.Metrics;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;

namespace Covenant.Silo.Telemetry;

/// <summary>What could not be delivered, and what was delivered late.</summary>
internal sealed class UndeliveredMetrics
{
    private const int InstitutionsMax = 1_000;

    private readonly UndeliveredBook _book;
    private readonly Counter<long> _redriven;
    private readonly BoundedNames _names = new(InstitutionsMax);

    public UndeliveredMetrics(IMeterFactory meters, UndeliveredBook book)
    {
        _book = book;
        var meter = meters.Create(CovenantMetrics.MeterName);
        meter.CreateObservableGauge("covenant.undelivered", Waiting, "{record}", $"Records that wait to be delivered, by `institution` (the first {InstitutionsMax:N0} that have some); every silo says the same.");
        _redriven = meter.CreateCounter<long>("covenant.redriven", "{record}", $"Records that were undelivered and are delivered, by `institution` (the first {InstitutionsMax:N0}, then `other`).");
    }

    public void Redriven(string topic, int count) => _redriven.Add(count, new KeyValuePair<string, object?>("institution", _names.Of(NameOf(topic))));

    private IEnumerable<Measurement<long>> Waiting() =>
        _book.Read().Take(InstitutionsMax).Select(one => new Measurement<long>(one.Count, new KeyValuePair<string, object?>("institution", NameOf(one.Topic))));

    private static string NameOf(string topic) => TopicNames.InstitutionOf(topic) ?? topic;
}
