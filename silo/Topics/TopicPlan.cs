using System.Globalization;

namespace Covenant.Silo.Topics;

/// <summary>A topic as it should be.</summary>
/// <param name="Partitions">-1 = the broker's own default.</param>
/// <param name="CleanupPolicy"><c>compact</c> or <c>delete</c>.</param>
/// <param name="MessageBytesMax">Of one record, in bytes.</param>
/// <param name="HasLogTime">Its records' timestamps are the broker's, so that no producer's clock moves the log's.</param>
/// <param name="More">Other settings of it.</param>
internal sealed record TopicPlan(
    string Name, int Partitions, string CleanupPolicy, int MessageBytesMax, bool HasLogTime = false, IReadOnlyDictionary<string, string>? More = null)
{
    public const string TimestampType = "message.timestamp.type";

    public const string LogAppendTime = "LogAppendTime";

    /// <summary>How far a producer's timestamp may be ahead of the broker's clock, in milliseconds, where it is kept.</summary>
    public const string TimestampAheadMax = "message.timestamp.after.max.ms";

    /// <summary>An event is at most 1 MiB; a little more may come in, so that it can be refused with a reason.</summary>
    public const int IncomingBytesMax = 2 * 1024 * 1024;

    /// <summary>Kafka's own default: no record that leaves is larger than <see cref="Kafka.RecordSize.BytesMax"/>.</summary>
    public const int OutgoingBytesMax = 1_048_588;

    private static readonly Dictionary<string, string> Nothing = [];

    // A record is there for as long as it is undelivered, whatever anybody sets for the broker. A tombstone is kept for a week after the
    // records that it takes away, and nothing is
    // compacted within an hour: whoever reads the topic to its end in that time never meets a record without its tombstone.
    private static readonly Dictionary<string, string> UntilDelivered = new(StringComparer.Ordinal)
    {
        ["retention.ms"] = "-1",
        ["retention.bytes"] = "-1",
        ["min.compaction.lag.ms"] = "3600000",
        ["delete.retention.ms"] = "604800000",
    };

    public Dictionary<string, string> Settings
    {
        get
        {
            var settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["cleanup.policy"] = CleanupPolicy,
                ["max.message.bytes"] = MessageBytesMax.ToString(CultureInfo.InvariantCulture),
            };
            if (HasLogTime)
            {
                settings[TimestampType] = LogAppendTime;
            }

            foreach (var (name, value) in More ?? Nothing)
            {
                settings[name] = value;
            }

            return settings;
        }
    }

    /// <summary>The design's topics, and a violations topic for each institution.</summary>
    public static IReadOnlyList<TopicPlan> For(IEnumerable<string> institutions, int partitions) =>
        [.. BuiltIn(partitions), .. institutions.Select(institution => ViolationsOf(institution, partitions))];

    /// <summary>Those that every silo needs.</summary>
    public static IReadOnlyList<TopicPlan> BuiltIn(int partitions) =>
    [
        new(TopicNames.Events, partitions, "delete", IncomingBytesMax, HasLogTime: true),

        // One partition: its readers want all of it, in one order.
        new(TopicNames.Agreements, 1, "compact", IncomingBytesMax),
        new(TopicNames.Shadow, partitions, "delete", OutgoingBytesMax),
        new(TopicNames.DeadLetters, partitions, "delete", OutgoingBytesMax),

        // One partition: what is undelivered of a bank is told in the order in which it was put there.
        new(TopicNames.Undelivered, 1, "compact", OutgoingBytesMax, More: UntilDelivered),

        // As large as an event may come.
        new(TopicNames.Held, 1, "compact", IncomingBytesMax, More: UntilDelivered),
    ];

    public static TopicPlan ViolationsOf(string institution, int partitions) => new(TopicNames.ViolationsOf(institution), partitions, "delete", OutgoingBytesMax);
}
