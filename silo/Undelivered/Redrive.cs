using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Undelivered;

/// <summary>What came of a round.</summary>
/// <param name="Refused">The topics that still refuse, and why.</param>
/// <param name="Trouble">Why the round ended before all was tried; null where it did not.</param>
/// <param name="IsFenced">Somebody else delivers now.</param>
internal sealed record RedriveOutcome(IReadOnlyDictionary<string, string> Refused, string? Trouble = null, bool IsFenced = false);

/// <summary>Delivers what is undelivered, for the silo and for the command alike. A topic that refuses holds up no other.</summary>
/// <param name="ensure">Makes a topic that is missing where that is allowed; null where it is not to be made.</param>
/// <param name="reached">Waits until the book has all committed records below an offset.</param>
/// <param name="delivered">Hears what was delivered, once it is.</param>
internal sealed class Redrive(
    KafkaClients clients, Administrator administrator, KnownTopics topics, BrokerHealth health, UndeliveredBook book,
    Func<string, Task<string?>>? ensure, Func<long, CancellationToken, Task> reached, Action<string, int> delivered)
{
    // What the broker refused although nothing that it says of the topic does is tried again after this.
    private static readonly TimeSpan LearnedAgeMax = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, int> _refusedBytes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _oneByOne = new(StringComparer.Ordinal);
    private long _learnedAt = Stopwatch.GetTimestamp();

    /// <summary>Delivers all that stands there and can be delivered now.</summary>
    /// <param name="isMeant">Which topics.</param>
    public async Task<RedriveOutcome> RoundAsync(Func<string, bool> isMeant, CancellationToken token)
    {
        ForgetWhatIsOld();
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (await TriableAsync(topic => isMeant(topic) && !refused.ContainsKey(topic), refused) is { Count: > 0 } triable)
            {
                using var session = new RedriveSession(clients);
                await reached(await RedriveSession.EndAsync(administrator), token);
                if (TryDeliver(session, triable, refused, token))
                {
                    break;
                }
            }

            return new RedriveOutcome(refused);
        }
        catch (KafkaException failed)
        {
            return new RedriveOutcome(refused, health.Words(failed.Error), RedriveSession.IsFencing(failed.Error));
        }
        catch (TimeoutException late)
        {
            return new RedriveOutcome(refused, late.Message);
        }
    }

    /// <returns>Those of which nothing is known that speaks against a try.</returns>
    private async Task<Dictionary<string, KnownTopic>> TriableAsync(Func<string, bool> isMeant, Dictionary<string, string> refused)
    {
        var waiting = book.Read().FindAll(one => isMeant(one.Topic));
        waiting.ForEach(one => topics.Forget(one.Topic));
        await topics.AskAsync([.. waiting.Select(one => one.Topic)]);
        var triable = new Dictionary<string, KnownTopic>(StringComparer.Ordinal);
        foreach (var one in waiting)
        {
            var known = topics.Find(one.Topic) ?? KnownTopic.Unknown;
            if (known.Refusal is { } refusal && (!known.IsMissing || (refusal = ensure is null ? refusal : await ensure(one.Topic)) is not null))
            {
                Refuse(refused, one.Topic, refusal);
                continue;
            }

            known = WithLearned(one.Topic, known);
            if (one.IsWaiting || RedriveLane.Fitting(book, one.Topic, known).Count > 0)
            {
                triable[one.Topic] = known;
            }
        }

        return triable;
    }

    /// <returns>Whether all was tried; otherwise the session is over, and another one goes on with what is left.</returns>
    private bool TryDeliver(RedriveSession session, Dictionary<string, KnownTopic> triable, Dictionary<string, string> refused, CancellationToken token)
    {
        using var records = new UndeliveredRecords(clients);
        var lanes = new Queue<RedriveLane>(book.Read().Where(one => triable.ContainsKey(one.Topic))
            .Select(one => new RedriveLane(one, records, book, triable[one.Topic], _oneByOne.Contains(one.Topic))));

        // In turns, so that no topic waits for all that another one has.
        while (lanes.TryDequeue(out var lane))
        {
            token.ThrowIfCancellationRequested();
            if (lane.Next() is not { } next)
            {
                continue;
            }

            try
            {
                if (next.Count > 0)
                {
                    session.Commit(lane.Topic, next, lane.Known.MessageBytesMax);
                    delivered(lane.Topic, lane.Delivers);
                }

                lanes.Enqueue(lane);
            }
            catch (TopicRefusedException refusal)
            {
                Learn(refusal, lane, next, refused);
                return false;
            }
        }

        return true;
    }

    private KnownTopic WithLearned(string topic, KnownTopic known) =>
        _refusedBytes.TryGetValue(topic, out var bytes) && bytes <= known.MessageBytesMax ? known with { MessageBytesMax = bytes - 1 } : known;

    private void ForgetWhatIsOld()
    {
        if (Stopwatch.GetElapsedTime(_learnedAt) >= LearnedAgeMax)
        {
            _learnedAt = Stopwatch.GetTimestamp();
            _refusedBytes.Clear();
            _oneByOne.Clear();
        }
    }

    // Of several it is not known which was too large, or whether they were together: each is tried alone.
    private void Learn(TopicRefusedException refusal, RedriveLane lane, List<OutgoingRecord> written, Dictionary<string, string> refused)
    {
        topics.Forget(refusal.Topic);
        if (refusal.Error.Code != ErrorCode.MsgSizeTooLarge)
        {
            Refuse(refused, refusal.Topic, health.Words(refusal.Error));
        }
        else if (lane.Taken > 1)
        {
            _oneByOne.Add(refusal.Topic);
        }
        else
        {
            _refusedBytes[refusal.Topic] = written.Where(record => record.Topic == refusal.Topic).Max(record => record.Bytes) + RecordSize.BatchBytes;
        }
    }

    private void Refuse(Dictionary<string, string> refused, string topic, string reason)
    {
        refused[topic] = reason;
        book.Explain(topic, reason);
    }
}
