using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Topics;

/// <summary>
/// Looks each second which topic the events' is, by its id, and how many partitions it has. Partitions that were added wait until the
/// others were told up to where they ended then, and the others
/// wait there until the new ones were told as far: so no clock runs past an event of a customer whose records have moved.
/// </summary>
internal sealed partial class EventsTopic(
    TopicProvisioner topics, TopicRow row, PublishedPositions positions, KafkaBroker broker, KafkaClients clients, JudgingClock clock, ILogger<EventsTopic> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A new partition is read once a first position of it is committed, be it 0: until then its events wait for a rebalance.
    private const long NotCommitted = -1;

    private readonly string _group = clients.Group;
    private volatile Look? _look;
    private volatile Stage? _stage;
    private volatile int _known;
    private volatile bool _isMissing;
    private int _version;
    private bool _isSaid;

    /// <summary>Its id as it was seen last; empty where it is not known.</summary>
    public string Id => _look?.Id ?? "";

    /// <summary>Whether the broker knows no such topic.</summary>
    public bool IsMissing
    {
        get => _isMissing;
        private set => _isMissing = value;
    }

    /// <summary>What to do, where its row cannot be read; null where it can be.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>Another number with each change of what may be read.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Whether added partitions have not caught up: until then nothing is decided by the wall clock.</summary>
    public bool IsCatchingUp => _stage is not null;

    /// <summary>The latest time by which the wall clock may decide: when it was last seen that no partition is new.</summary>
    public EventTime? SeenAt => broker.IsEmbedded ? null : _look?.At ?? EventTime.Epoch;

    /// <summary>Where the partition is not to be read further for now; null where it may be.</summary>
    public long? LimitOf(int partition) => _stage?.Added is { } added && partition < added.Ends.Length ? added.Ends[partition] : null;

    /// <summary>Why the partition is not to be begun yet; null where it may be.</summary>
    public string? WaitsFor(int partition) =>
        broker.IsEmbedded || (partition < _known && _stage is not { } stage) ? null
        : _stage is not { } waiting ? "it is new, and the ends of the others are asked for"
        : waiting.Added.HasOlder(partition) || (waiting.Added.HasNew(partition) && waiting.AreOlderRead) ? null
        : $"it is new, and is read once partitions 0 to {waiting.Added.Before - 1} are told up to where they ended when it was added";

    /// <summary>Looks once, before anything is read.</summary>
    public async Task BeginAsync(CancellationToken token)
    {
        while (!broker.IsEmbedded && !await LookAsync(token))
        {
            await Task.Delay(Every, token);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (!broker.IsEmbedded && await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (_look is not null)
                {
                    await LookAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <returns>Whether there was an answer, and storage took what it came to.</returns>
    private async Task<bool> LookAsync(CancellationToken token)
    {
        try
        {
            var at = EventTime.From(clock.Time.GetUtcNow());
            if (await topics.DescribeAsync(TopicNames.Events) is not { } found)
            {
                // It is missing, or being made: nobody can have written to new partitions of it.
                if (!IsMissing)
                {
                    IsMissing = true;
                    Missing(TopicNames.Events);
                }

                return false;
            }

            IsMissing = false;
            if (found.Partitions != _known || _stage is not null || found.Id != Id)
            {
                await FollowAsync(found.Id, found.Partitions, token);
            }

            var isOther = _look is { } before && before.Id != found.Id;
            _look = new Look(found.Id, at);
            if (isOther)
            {
                Interlocked.Increment(ref _version);
            }

            (_isSaid, Unreadable) = (false, null);
            return true;
        }
        catch (Exception away) when (!token.IsCancellationRequested)
        {
            Unreadable = (away as UnreadableTopicException)?.Message;
            Say(away);
            return false;
        }
    }

    private async Task FollowAsync(string id, int count, CancellationToken token)
    {
        var ends = new Lazy<Task<long[]>>(() => Task.Run(() => Partitions(count).Select(partition => LogNumber.OffsetOf(positions.EndOf(partition))).ToArray(), token));
        var stored = await row.ReadAsync(token);
        if (stored is null || stored.Topic != id || stored.Partitions < count)
        {
            var known = await ends.Value;
            stored = await row.ChangeAsync(now => Note(now, id, known), token);
        }

        var published = stored.Added.Count > 0 ? await Task.Run(() => Published(count), token) : [];
        while (stored.Added is [var first, ..] && first.AreAllRead(published))
        {
            CaughtUp(first.Before, first.Ends.Length - 1);
            stored = await row.ChangeAsync(now => now.Added.RemoveAll(one => one.Before == first.Before) > 0, token);
        }

        Take(stored, published);
    }

    private bool Note(StoredTopic stored, string id, long[] ends)
    {
        if (stored.Topic != id)
        {
            // The first look of all, or another topic, of which nothing is read yet.
            (stored.Topic, stored.Partitions, stored.Added) = (id, ends.Length, []);
            return true;
        }

        if (stored.Partitions >= ends.Length)
        {
            return false;
        }

        Added(stored.Partitions, ends.Length - 1, TopicNames.Events);
        stored.Added.Add(new AddedPartitions(stored.Partitions, ends));
        stored.Partitions = ends.Length;
        return true;
    }

    private void Take(StoredTopic stored, long[] published)
    {
        var stage = stored.Added is [var first, ..] ? new Stage(first, first.AreOlderRead(published)) : null;
        if (_known != stored.Partitions || stage?.AreOlderRead != _stage?.AreOlderRead || stage?.Added.Before != _stage?.Added.Before)
        {
            (_stage, _known) = (stage, stored.Partitions);
            Interlocked.Increment(ref _version);
        }
    }

    private long[] Published(int count)
    {
        var published = positions.Read([.. Partitions(count)]);
        return [.. Partitions(count).Select(partition => published[partition] is { } there ? LogNumber.OffsetOf(there.Offset) : NotCommitted)];
    }

    private static IEnumerable<TopicPartition> Partitions(int count) => Enumerable.Range(0, count).Select(partition => new TopicPartition(TopicNames.Events, partition));

    private void Say(Exception away)
    {
        if (!_isSaid)
        {
            _isSaid = true;
            NotSeen(TopicNames.Events, _group, Reason.Of(away));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "whether `{Topic}` has new partitions for group `{Group}` is not known ({Reason}); trying on, and nothing is decided by the wall clock until it is")]
    private partial void NotSeen(string topic, string group, string reason);

    [LoggerMessage(2, LogLevel.Warning, "partitions {From} to {To} were added to `{Topic}`: they are read once the others are told up to where they end now")]
    private partial void Added(int from, int to, string topic);

    [LoggerMessage(3, LogLevel.Warning, "the added partitions {From} to {To} have caught up; all are read on")]
    private partial void CaughtUp(int from, int to);

    [LoggerMessage(4, LogLevel.Error, "`{Topic}` is not there: nothing is read before it is; `covenant topics` makes it, and one that is made again is read once it is accepted")]
    private partial void Missing(string topic);

    private sealed record Look(string Id, EventTime At);

    private sealed record Stage(AddedPartitions Added, bool AreOlderRead);
}
