using System.Diagnostics.Metrics;

namespace Covenant.Silo.Telemetry;

/// <summary>What the silo counts. Meter <c>Covenant</c>.</summary>
internal sealed class CovenantMetrics
{
    public const string MeterName = "Covenant";

    private readonly Counter<long> _events;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _late;
    private readonly Counter<long> _keyMismatches;

    public CovenantMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _events = meter.CreateCounter<long>("covenant.events", "{event}", "Readable events taken from the topic, duplicates included.");
        _violations = meter.CreateCounter<long>("covenant.violations", "{violation}", "Violations published, by `mode`.");
        _deadLetters = meter.CreateCounter<long>("covenant.deadletters", "{record}", "Records that could not be read, by `reason`.");
        _duplicates = meter.CreateCounter<long>("covenant.duplicates", "{event}", "Events that came again and were not judged again.");
        _late = meter.CreateCounter<long>("covenant.late", "{event}", "Events later than the tolerance, judged against what was still remembered.");
        _keyMismatches = meter.CreateCounter<long>("covenant.key_mismatches", "{event}", "Events whose key names another customer than their body; judged by the body.");
    }

    public void Events(int count) => _events.Add(count);

    public void Violations(int count, string mode) => Add(_violations, count, "mode", mode);

    public void DeadLetter(string reason) => Add(_deadLetters, 1, "reason", reason);

    public void Duplicates(int count) => AddSome(_duplicates, count);

    public void Late(int count) => AddSome(_late, count);

    public void KeyMismatches(int count) => AddSome(_keyMismatches, count);

    private static void AddSome(Counter<long> counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }

    private static void Add(Counter<long> counter, int count, string tag, string value)
    {
        if (count > 0)
        {
            counter.Add(count, new KeyValuePair<string, object?>(tag, value));
        }
    }
}
