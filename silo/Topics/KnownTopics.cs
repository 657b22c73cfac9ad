using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Topics;

/// <summary>
/// What is known of the topics that records are written to, asked before anything is written: librdkafka tells of a topic that is missing
/// only after 30 s, and of a record that is
/// too large by failing all that go with it. Safe to call from any thread.
/// </summary>
internal sealed class KnownTopics(Administrator administrator, KafkaBroker broker, BrokerHealth health, LearnedSizes learned, TimeProvider clock)
{
    private const int TopicsMax = 20_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(30);

    // A topic that can be written again is to be found so soon.
    private static readonly TimeSpan RefusalAgeMax = TimeSpan.FromSeconds(5);

    private static readonly DescribeTopicsOptions Describing = new() { RequestTimeout = Timeout, IncludeAuthorizedOperations = true };

    private static readonly DescribeConfigsOptions Configuring = new() { RequestTimeout = Timeout };

    private readonly ConcurrentDictionary<string, Entry> _known = new(StringComparer.Ordinal);

    /// <summary>What they take by what they took and refused, where that is all that is known.</summary>
    public LearnedSizes Learned { get; } = learned;

    /// <returns>Null where nothing is known, or what was known is too old: <see cref="AskAsync"/> asks.</returns>
    public KnownTopic? Find(string topic) =>
        broker.IsEmbedded ? KnownTopic.Unknown
        : _known.TryGetValue(topic, out var entry) && clock.GetElapsedTime(entry.At) < (entry.Topic.MayBeWritten ? AgeMax : RefusalAgeMax) ? entry.Topic : null;

    /// <summary>Asks the broker for these at once, without creating any. One of which it does not answer in time stays unknown.</summary>
    public async Task AskAsync(IReadOnlyCollection<string> topics)
    {
        if (broker.IsEmbedded || topics.Count == 0)
        {
            return;
        }

        MakeRoom(topics.Count);

        // Where records would be put aside is asked for too: while that lacks replicas itself, a topic that does is waited for.
        var described = await DescribeAsync([.. topics.Append(TopicNames.Undelivered).Distinct()]);
        var settings = await SettingsAsync([.. described.Where(one => one.Value.Known.MayBeWritten).Select(one => one.Key)]);
        var mayBePutAside = described.TryGetValue(TopicNames.Undelivered, out var aside) && LackOf(TopicNames.Undelivered, aside) is null;
        foreach (var topic in topics.Where(described.ContainsKey))
        {
            if (LackOf(topic, described[topic]) is not { } lack)
            {
                Learn(topic, described[topic].Known);
            }
            else if (mayBePutAside)
            {
                Learn(topic, KnownTopic.Unknown with { Refusal = lack });
            }
        }

        string? LackOf(string topic, Described one) => one.InSync >= (settings.GetValueOrDefault(topic)?.InSyncMin ?? 1) ? null : one.InSync == 0
            ? "a partition of it has no replica in sync; its brokers are away"
            : $"a partition of it has {one.InSync} of the {settings[topic].InSyncMin} replicas in sync that `min.insync.replicas` wants; brokers of it are away";

        void Learn(string topic, KnownTopic known)
        {
            var told = settings.GetValueOrDefault(topic)?.MessageBytesMax;
            _known[topic] = new Entry(known with { MessageBytesMax = told ?? known.MessageBytesMax }, told is not null, clock.GetTimestamp());
            if (told is { } bytes)
            {
                Learned.Tell(topic, bytes);
            }
        }
    }

    /// <summary>Of a batch of records that is written with those of others.</summary>
    public int MessageBytesMax(string topic) =>
        Math.Min(Find(topic)?.MessageBytesMax ?? KnownTopic.DefaultMessageBytesMax, Learned.Written(topic) ?? int.MaxValue);

    /// <param name="recordBytes">As <see cref="RecordSize"/> counts.</param>
    /// <returns>Why such a record is too large on its own to be written with those of others, in words; null where it is not.</returns>
    public string? TooLarge(string topic, int recordBytes) =>
        Find(topic)?.TooLarge(recordBytes) ?? (recordBytes + RecordSize.BatchBytes > Learned.Written(topic) ? KnownTopic.MaybeTooLarge(recordBytes) : null);

    /// <summary>The broker refused records as too large, or one of them: the topic's settings are asked for again.</summary>
    /// <inheritdoc cref="LearnedSizes.Refuse"/>
    public void Refused(string topic, IReadOnlyCollection<int> refused, IEnumerable<int> written)
    {
        Learned.Refuse(topic, refused, written, _known.TryGetValue(topic, out var entry) && entry.IsSizeTold ? entry.Topic.MessageBytesMax : null);
        Forget(topic);
    }

    /// <summary>The broker refused something that what is known would have let pass.</summary>
    public void Forget(string topic) => _known.TryRemove(topic, out _);

    /// <returns>Without their settings; those that the broker did not answer for are missing.</returns>
    private async Task<Dictionary<string, Described>> DescribeAsync(IReadOnlyCollection<string> topics)
    {
        try
        {
            var answers = await administrator.DescribeAsync(topics, Describing, Timeout);
            return answers.Where(answer => !answer.Error.IsPassing || answer.Error.Code == ErrorCode.LeaderNotAvailable).ToDictionary(answer => answer.Name, Known, StringComparer.Ordinal);
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    private Described Known(TopicDescription answer) =>
        answer.Error.Code == ErrorCode.LeaderNotAvailable ? new Described(KnownTopic.Unknown, InSync: 0)
        : answer.Error.IsError ? new Described(KnownTopic.Unknown with { Refusal = health.Words(answer.Error), IsMissing = answer.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic })
        : !MayWrite(answer) ? new Described(KnownTopic.Unknown with { Refusal = health.Words(new Error(ErrorCode.TopicAuthorizationFailed)) })
        : new Described(KnownTopic.Unknown, answer.Partitions.Select(partition => partition.Leader is null ? 0 : partition.ISR.Count).DefaultIfEmpty(0).Min());

    // An empty list says that the broker tells nothing of rights.
    private static bool MayWrite(TopicDescription topic) =>
        topic.AuthorizedOperations is not { Count: > 0 } operations || operations.Contains(AclOperation.Write) || operations.Contains(AclOperation.All);

    /// <returns>Of those whose settings this user may see.</returns>
    private async Task<Dictionary<string, Settings>> SettingsAsync(IReadOnlyCollection<string> topics)
    {
        if (topics.Count == 0)
        {
            return [];
        }

        IEnumerable<(string Topic, Dictionary<string, ConfigEntryResult> Entries)> answers;
        try
        {
            var resources = topics.Select(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic });
            var described = await administrator.AskAsync("DescribeConfigs", Timeout, admin => admin.DescribeConfigsAsync(resources, Configuring));
            answers = described.Select(one => (one.ConfigResource.Name, one.Entries));
        }
        catch (DescribeConfigsException some)
        {
            answers = some.Results.Where(one => !one.Error.IsError).Select(one => (one.ConfigResource.Name, one.Entries));
        }
        catch (KafkaException)
        {
            return [];
        }

        return answers.ToDictionary(one => one.Topic, one => new Settings(Number(one.Entries, "max.message.bytes"), Number(one.Entries, "min.insync.replicas")), StringComparer.Ordinal);
    }

    private static int? Number(Dictionary<string, ConfigEntryResult> entries, string name) =>
        entries.TryGetValue(name, out var entry) && int.TryParse(entry.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void MakeRoom(int count)
    {
        if (_known.Count + count > TopicsMax)
        {
            _known.Clear();
        }
    }

    /// <param name="InSync">Replicas of the partition that has the fewest, of which one leads.</param>
    private sealed record Described(KnownTopic Known, int InSync = int.MaxValue);

    private sealed record Settings(int? MessageBytesMax, int? InSyncMin);

    private sealed record Entry(KnownTopic Topic, bool IsSizeTold, long At);
}

/// <summary>What the broker says of a topic that records are to be written to.</summary>
/// <param name="Refusal">Why none can be written, in words; null where nothing speaks against it.</param>
/// <param name="MessageBytesMax">Its `max.message.bytes`: of a batch of records, what frames it included.</param>
/// <param name="IsMissing">There is none.</param>
internal sealed record KnownTopic(string? Refusal, int MessageBytesMax, bool IsMissing = false)
{
    /// <summary>Kafka's own default, for where the broker does not say.</summary>
    public const int DefaultMessageBytesMax = 1_048_588;

    /// <summary>Nothing is known that speaks against writing.</summary>
    public static KnownTopic Unknown { get; } = new(null, DefaultMessageBytesMax);

    public bool MayBeWritten => Refusal is null;

    /// <param name="recordBytes">As <see cref="RecordSize"/> counts.</param>
    /// <returns>Why such a record is too large on its own, in words; null where it is not.</returns>
    public string? TooLarge(int recordBytes) => recordBytes + RecordSize.BatchBytes <= MessageBytesMax ? null
        : $"too large: {recordBytes + RecordSize.BatchBytes} bytes, and the topic takes {MessageBytesMax}; raise `max.message.bytes` of the topic";

    /// <inheritdoc cref="TooLarge"/>
    public static string MaybeTooLarge(int recordBytes) =>
        $"too large, as it seems: {recordBytes + RecordSize.BatchBytes} bytes, and the topic has refused such records; raise `max.message.bytes` of the topic, or let the silos see its settings";
}
