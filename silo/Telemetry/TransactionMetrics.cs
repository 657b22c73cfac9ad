using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Telemetry;

/// <summary>What the transactions take, carry and fail of.</summary>
internal sealed class TransactionMetrics
{
    private static readonly KeyValuePair<string, object?>[] ToBanks = SentTo("messaging.destination.template", TopicNames.ViolationsOf("{institution}"));

    private static readonly KeyValuePair<string, object?>[] ToShadow = SentTo("messaging.destination.name", TopicNames.Shadow);

    private static readonly KeyValuePair<string, object?>[] ToDeadLetters = SentTo("messaging.destination.name", TopicNames.DeadLetters);

    private static readonly KeyValuePair<string, object?>[] ToUndelivered = SentTo("messaging.destination.name", TopicNames.Undelivered);

    private readonly Histogram<double> _durations;
    private readonly Histogram<long> _records;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _sent;

    public TransactionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(CovenantMetrics.MeterName);
        _durations = meter.CreateHistogram("covenant.transaction.duration", "s", "How long a transaction took, from its beginning to its commit.", null, Buckets.Short);
        _records = meter.CreateHistogram("covenant.transaction.records", "{record}", "Records in a transaction; 0 where it only moved positions.", null, Buckets.Sizes);
        _failures = meter.CreateCounter<long>("covenant.transaction.failures", "{transaction}", "Transactions that were not committed at once, by `error.type`; what they were to tell is told again.");
        _sent = meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Records written, each by a committed transaction.");
    }

    public void Committed(TimeSpan took, IEnumerable<Telling> told)
    {
        if (!_durations.Enabled)
        {
            return;
        }

        long toBanks = 0, toShadow = 0, toDeadLetters = 0, toUndelivered = 0;
        foreach (var record in told.SelectMany(telling => telling.Records))
        {
            _ = record.Record.Topic switch { TopicNames.Shadow => toShadow++, TopicNames.DeadLetters => toDeadLetters++, TopicNames.Undelivered => toUndelivered++, _ => toBanks++ };
        }

        _durations.Record(took.TotalSeconds);
        _records.Record(toBanks + toShadow + toDeadLetters + toUndelivered);
        Sent(toBanks, ToBanks);
        Sent(toShadow, ToShadow);
        Sent(toDeadLetters, ToDeadLetters);
        Sent(toUndelivered, ToUndelivered);
    }

    public void Failed(Error error) => _failures.Add(1, new KeyValuePair<string, object?>("error.type", error.Code.ToString()));

    private void Sent(long count, KeyValuePair<string, object?>[] to)
    {
        if (count > 0)
        {
            _sent.Add(count, to);
        }
    }

    private static KeyValuePair<string, object?>[] SentTo(string attribute, string topic) => [new("messaging.system", "kafka"), new("messaging.operation.name", "send"), new(attribute, topic)];
}
