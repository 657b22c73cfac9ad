using System.Diagnostics;
using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Held;

/// <summary>What the ledger says at one moment.</summary>
/// <param name="Accounts">Of which something is held.</param>
/// <param name="Position">All committed records below this offset are in it.</param>
/// <param name="LetGo">See <see cref="HeldLedger.LetGo"/>.</param>
/// <param name="Topic">The topic's id, empty where the broker does not tell; null where there is no topic.</param>
internal sealed record HeldNow(IReadOnlyList<HeldAccount> Accounts, long Position, IReadOnlyDictionary<HeldUnit, long> LetGo, string? Topic)
{
    public static HeldNow Nothing { get; } = new([], 0, new Dictionary<HeldUnit, long>(), null);

    /// <summary>Whether it speaks of another topic of the same name: nothing that stood in that one stands in this one.</summary>
    /// <param name="topic">The id of the other; null or empty where that is not known.</param>
    public bool IsOfAnotherThan(string? topic) => topic is { Length: > 0 } && Topic is { Length: > 0 } && topic != Topic;

    public HeldAccount? Find(int partition, HeldUnit unit) => Accounts.FirstOrDefault(account => account.Partition == partition && account.Unit == unit);
}

/// <summary>
/// Reads <c>datause.held.v1</c> when it is asked what is held: on from where it stood before, so that a silo that holds nothing asks for the
/// topic's id and end, and reads nothing. For any thread.
/// </summary>
/// <param name="topics">Tells the topic's id; null where nobody needs it.</param>
internal sealed class HeldTopic(KafkaClients clients, TopicProvisioner? topics = null) : IDisposable
{
    private static readonly TopicPartition Partition = new(TopicNames.Held, 0);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    // A transaction that nobody ends is given up by the broker within so long.
    private static readonly TimeSpan StandstillMax = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly WatchedClient<IConsumer<Ignore, Ignore>> _ends = clients.Watched("reader of the end of what is held", () => clients.OffsetsOf(clients.HeldGroup, isStable: false));
    private readonly HeldLedger _ledger = new();
    private long _position;
    private string _topic = "";
    private volatile HeldNow _last = HeldNow.Nothing;

    /// <summary>How many records were met that are of no known form; they are left where they are.</summary>
    public long Unreadable { get; private set; }

    /// <summary>What was held when that was asked last.</summary>
    public HeldNow Last => _last;

    /// <summary>What is held, by all that is committed now.</summary>
    /// <exception cref="KafkaException">The topic cannot be read.</exception>
    /// <exception cref="TimeoutException">A transaction is open there.</exception>
    public async Task<HeldNow> CatchUpAsync(CancellationToken token)
    {
        await _turn.WaitAsync(token);
        try
        {
            // Before its end, so that one that is made again meanwhile is noticed the next time.
            var topic = topics is null ? "" : await topics.IdOfAsync(TopicNames.Held);
            if (await EndAsync(isThere: topic.Length > 0, token) is not { } end)
            {
                return HeldNow.Nothing;
            }

            if (end < _position || _last.IsOfAnotherThan(topic))
            {
                _ledger.Clear();
                _position = 0;
            }

            _topic = topic.Length > 0 ? topic : _topic;

            if (end > _position)
            {
                await clients.Calls.RunAsync("reader of what is held", watch => Read(_position, end, Take, watch), token);
            }

            return _last = new HeldNow([.. _ledger.Accounts], _position, _ledger.LetGo.ToDictionary(), _topic);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The first records of an account that are held, in order.</summary>
    /// <param name="bytesMax">A single one may have more.</param>
    /// <inheritdoc cref="CatchUpAsync"/>
    public Task<List<HeldEntry>> ReadAsync(HeldAccount account, long end, int recordsMax, int bytesMax, CancellationToken token) =>
        clients.Calls.RunAsync("reader of what is held", watch => Read(account, end, recordsMax, bytesMax, watch), token);

    public void Dispose()
    {
        _ends.Dispose();
        _turn.Dispose();
    }

    /// <returns>The end of the topic, what is in transactions that are still open included; null where there is no topic, so that nothing was held there, as far as this silo has read.</returns>
    private async Task<long?> EndAsync(bool isThere, CancellationToken token)
    {
        try
        {
            return await _ends.RunAsync("QueryWatermarkOffsets", Timeout, client => client.QueryWatermarkOffsets(Partition, Timeout).High.Value, token);
        }
        catch (KafkaException refused) when (refused.Error.Code.IsOfMissingTopic && _position == 0 && !isThere)
        {
            return null;
        }
    }


    private bool Take(HeldEntry? entry, long next)
    {
        if (entry is not null)
        {
            _ledger.Take(entry);
        }

        _position = next;
        return true;
    }

    private List<HeldEntry> Read(HeldAccount account, long end, int recordsMax, int bytesMax, CallWatch watch)
    {
        List<HeldEntry> found = [];
        var (released, bytes) = (account.Released, 0);
        Read(
            account.From,
            end,
            (entry, _) =>
            {
                if (entry?.Record is not { } record || record.Partition != account.Partition || record.Unit != account.Unit || record.Number <= released)
                {
                    return true;
                }

                bytes += record.Bytes;
                if (found.Count > 0 && bytes > bytesMax)
                {
                    return false;
                }

                found.Add(entry);
                return found.Count < recordsMax;
            },
            watch);
        return found;
    }

    /// <param name="take">Is given each record, null for one of no known form, and the offset behind it; says whether to go on.</param>
    private bool Read(long from, long end, Func<HeldEntry?, long, bool> take, CallWatch watch)
    {
        var reader = watch.Run("create", ClientCalls.Brief, () => clients.WholeTopicReader(clients.HeldGroup).Build());
        try
        {
            watch.Run("Assign", ClientCalls.Brief, () => reader.Assign(new TopicPartitionOffset(Partition, from)));
            var since = Stopwatch.GetTimestamp();
            for (var next = from; next < end;)
            {
                if (watch.Run("Consume", Poll, () => reader.Consume(Poll)) is not { } read)
                {
                    if (Stopwatch.GetElapsedTime(since) >= StandstillMax)
                    {
                        throw new TimeoutException($"`{TopicNames.Held}` was not read to its end within {StandstillMax.TotalSeconds} s: a transaction is open there, which its silo or the broker ends");
                    }

                    continue;
                }

                since = Stopwatch.GetTimestamp();
                next = read.Offset.Value + (read.IsPartitionEOF ? 0 : 1);
                var entry = read.IsPartitionEOF ? null : HeldForm.Read(read);
                Unreadable += entry is null && !read.IsPartitionEOF ? 1 : 0;
                if (!take(entry, next))
                {
                    break;
                }
            }

            return true;
        }
        finally
        {
            clients.End(reader);
        }
    }
}
