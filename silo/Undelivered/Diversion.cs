using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// Where a record goes: to its topic, or to <c>datause.undelivered.v1</c> where its topic does not take it. What stands against a topic is
/// found out before anything is written, for librdkafka
/// tells of it late, and at the cost of all that goes with it. For one thread.
/// </summary>
internal sealed partial class Diversion(KnownTopics known, UndeliveredBook book, TopicProvisioner provisioner, TimeProvider clock, ILogger<Diversion> logger)
{
    // Asked for together, so that the broker is asked once for all banks and not for each as it gets old.
    private const int TogetherMax = 2_000;

    // A topic that went again so soon after it was made is put aside.
    private static readonly TimeSpan MadeAgainAfter = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _missed = new(StringComparer.Ordinal);

    /// <summary>Before a transaction: looks at the topics of which nothing is known. Calls block, each for a few seconds at most.</summary>
    public void Prepare(IReadOnlyCollection<OutgoingRecord> records)
    {
        var isAsked = false;
        foreach (var topic in records.Where(MayBeDiverted).Select(record => record.Topic).Distinct())
        {
            isAsked |= !book.IsDiverted(topic) && known.Find(topic) is null;
            if (_recent.Count < TogetherMax)
            {
                _recent.Add(topic);
            }
        }

        if (isAsked)
        {
            Ask();
        }
    }

    /// <summary>The record as it is to be written.</summary>
    public OutgoingRecord Route(OutgoingRecord record)
    {
        if (!MayBeDiverted(record))
        {
            return record.WhenTooLarge is { } instead && record.Bytes + RecordSize.BatchBytes >= known.Learned.Refused(record.Topic) ? instead : record;
        }

        if (book.IsDiverted(record.Topic))
        {
            return book.ToRecord(record, known.Find(record.Topic)?.Refusal ?? "its topic refused records");
        }

        return known.TooLarge(record.Topic, record.Bytes) is { } tooLarge ? book.ToRecord(record, tooLarge, isTooLarge: true) : record;
    }

    /// <summary>Of a batch of records.</summary>
    public int MessageBytesMax(string topic) => known.MessageBytesMax(topic);

    /// <summary>Which topics took records.</summary>
    public void Took(IReadOnlyDictionary<string, int> largest)
    {
        foreach (var (topic, bytes) in largest)
        {
            known.Learned.Take(topic, bytes);
        }
    }

    /// <summary>Whether it is of use to know what topics took.</summary>
    public bool IsLearning => !known.Learned.IsEmpty;

    /// <summary>The broker refused one topic's records.</summary>
    /// <param name="written">All of the transaction.</param>
    /// <returns>Whether they go another way from now on, so that the others can be told at once.</returns>
    public bool TryDivert(RefusedTelling refused, IEnumerable<OutgoingRecord> written)
    {
        var isOfBank = TopicNames.InstitutionOf(refused.Topic) is not null || refused.Topic == TopicNames.Shadow;
        if (refused.IsTooLarge)
        {
            var isNews = known.Learned.Refused(refused.Topic) is null;
            known.Refused(refused.Topic, refused.TooLarge, written.Where(record => record.Topic == refused.Topic).Select(record => record.Bytes));
            if (isNews && isOfBank)
            {
                TooLarge(refused.Topic, TopicNames.Undelivered);
            }

            return isOfBank || refused.TooLarge.Count > 1 || refused.HasStandIn;
        }

        if (!isOfBank || !IsOfTopic(refused.Code))
        {
            return false;
        }

        // One that was there and has gone is asked for, and made again where it may be, before anything is written.
        known.Forget(refused.Topic);
        return (refused.Code.IsOfMissingTopic && IsMissedAnew(refused.Topic)) || TryDivert(refused.Topic, refused.Reason);
    }

    /// <summary>A transaction failed for a reason that may lie with a topic: what was known of them is asked for again.</summary>
    public void Doubt(Error error, IEnumerable<string> topics)
    {
        foreach (var topic in topics)
        {
            known.Forget(topic);
            if (error.Code is ErrorCode.TopicAuthorizationFailed && error.Reason.Contains($"\"{topic}\"", StringComparison.Ordinal))
            {
                TryDivert(topic, "no right to write to it");
            }
        }
    }

    private bool IsMissedAnew(string topic)
    {
        if (_missed.TryGetValue(topic, out var at) && clock.GetElapsedTime(at) < MadeAgainAfter)
        {
            return false;
        }

        if (_missed.Count >= TogetherMax)
        {
            _missed.Clear();
        }

        _missed[topic] = clock.GetTimestamp();
        return true;
    }

    // What other topics of the broker would not be refused for, and what does not pass by itself.
    private static bool IsOfTopic(ErrorCode code) => code is ErrorCode.TopicAuthorizationFailed or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition
        or ErrorCode.TopicException or ErrorCode.InvalidRecord or ErrorCode.PolicyViolation or ErrorCode.InvalidTimestamp or ErrorCode.UnsupportedForMessageFormat;

    private static bool MayBeDiverted(OutgoingRecord record) => record is { Id: not null, Value: not null };

    private void Ask()
    {
        List<string> topics = [.. _recent.Where(topic => !book.IsDiverted(topic))];
        _recent.Clear();
        known.AskAsync(topics).GetAwaiter().GetResult();
        var refused = topics.Select(topic => (Topic: topic, Found: known.Find(topic))).Where(one => one.Found is { MayBeWritten: false }).ToList();
        var reasons = Task.WhenAll(refused.Select(one => MendAsync(one.Topic, one.Found!)).ToList()).GetAwaiter().GetResult();
        foreach (var (topic, reason) in refused.Select((one, i) => (one.Topic, reasons[i])).Where(one => one.Item2 is not null))
        {
            Divert(topic, reason!);
        }
    }

    /// <returns>Why it takes no records nevertheless; null where it does now.</returns>
    private async Task<string?> MendAsync(string topic, KnownTopic found)
    {
        if (!found.IsMissing || TopicNames.InstitutionOf(topic) is not { } institution)
        {
            return found.Refusal;
        }

        known.Forget(topic);
        return await provisioner.EnsureNowAsync(institution);
    }

    private bool TryDivert(string topic, string reason)
    {
        if (TopicNames.InstitutionOf(topic) is null && topic != TopicNames.Shadow)
        {
            return false;
        }

        known.Forget(topic);
        Divert(topic, reason);
        return true;
    }

    private void Divert(string topic, string reason)
    {
        if (!book.IsDiverted(topic))
        {
            Diverted(topic, reason, TopicNames.Undelivered);
        }

        book.Divert(topic, reason);
    }

    [LoggerMessage(2, LogLevel.Warning, "`{Topic}` found a record too large; those that are go to `{Undelivered}` one by one, and the others on to it; raise its `max.message.bytes`")]
    private partial void TooLarge(string topic, string undelivered);

    [LoggerMessage(1, LogLevel.Warning, "`{Topic}` does not take its records ({Reason}); they go to `{Undelivered}`, and from there to it as soon as it takes them")]
    private partial void Diverted(string topic, string reason, string undelivered);
}
