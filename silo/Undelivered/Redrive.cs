using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

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
    /// <summary>Its clients, in the log.</summary>
    public const string Client = "writer of what was undelivered";

    /// <summary>Delivers all that stands there and can be delivered now.</summary>
    /// <param name="isMeant">Which topics.</param>
    public async Task<RedriveOutcome> RoundAsync(Func<string, bool> isMeant, CancellationToken token)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (await TriableAsync(topic => isMeant(topic) && !refused.ContainsKey(topic), refused) is { Count: > 0 } triable)
            {
                if (await clients.Calls.RunAsync(Client, watch => TryDeliver(triable, refused, watch, token), token))
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
            if (one.IsWaiting || RedriveLane.Fitting(book, one.Topic, known, isSmallestFirst: false).Count > 0)
            {
                triable[one.Topic] = known;
            }
        }

        return triable;
    }

    /// <returns>Whether all was tried; otherwise the session is over, and another one goes on with what is left.</returns>
    private bool TryDeliver(Dictionary<string, KnownTopic> triable, Dictionary<string, string> refused, CallWatch watch, CancellationToken token)
    {
        // On this thread, which disposes of them also where it was left behind in one of them.
        using var session = new RedriveSession(clients, watch);
        reached(RedriveSession.EndAsync(administrator).GetAwaiter().GetResult(), token).GetAwaiter().GetResult();
        using var records = new UndeliveredRecords(clients, watch);
        var lanes = new Queue<RedriveLane>(book.Read().Where(one => triable.ContainsKey(one.Topic))
            .Select(one => new RedriveLane(one, records, book, triable[one.Topic], topics.Learned.Tried(one.Topic) is not null)));

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
                    Took(lane.Topic, next);
                    delivered(lane.Topic, lane.Delivers);
                }

                lanes.Enqueue(lane);
            }
            catch (TopicRefusedException refusal)
            {
                Learn(refusal, next, refused);
                return false;
            }
        }

        return true;
    }

    // Where the broker does not tell, by what the topic refused before: larger ones are not tried.
    private KnownTopic WithLearned(string topic, KnownTopic known) => known with { MessageBytesMax = Math.Min(known.MessageBytesMax, topics.Learned.Tried(topic) ?? int.MaxValue) };

    private void Took(string topic, List<OutgoingRecord> written)
    {
        if (written.Where(record => record.Topic == topic).Select(record => record.Bytes).DefaultIfEmpty().Max() is > 0 and var largest)
        {
            topics.Learned.Take(topic, largest);
        }
    }

    // Of several it is not known which was too large, or whether they were together: each is tried alone.
    private void Learn(TopicRefusedException refusal, List<OutgoingRecord> written, Dictionary<string, string> refused)
    {
        if (RefusedTelling.IsOfSize(refusal.Error.Code))
        {
            List<int> sizes = [.. written.Where(record => record.Topic == refusal.Topic).Select(record => record.Bytes)];
            topics.Refused(refusal.Topic, sizes, sizes);
        }
        else
        {
            topics.Forget(refusal.Topic);
            Refuse(refused, refusal.Topic, health.Words(refusal.Error));
        }
    }

    private void Refuse(Dictionary<string, string> refused, string topic, string reason)
    {
        refused[topic] = reason;
        book.Explain(topic, reason);
    }
}
