using System.Text;
using Confluent.Kafka;
using Covenant.Grains.Agreements;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Agreements;

/// <summary>
/// Follows the agreements' topic: reads it whole first, and swaps in a new book on each change after. A record that cannot be taken
/// becomes a dead letter, once, and the last good agreement stays in force.
/// </summary>
internal sealed partial class AgreementsFeed(
    KafkaClients clients, TopicProvisioner topics, DeadLetters deadLetters, AgreementBooks books, BrokerHealth health, SiloExit exit, ILogger<AgreementsFeed> logger) : BackgroundService
{
    /// <summary>The dead letter's <c>__datause.errors.code</c>.</summary>
    public const string RefusedCode = "agreement-refused";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TopicMissingPause = TimeSpan.FromSeconds(2);

    private readonly AgreementShelf _shelf = new();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<TopicPartition, FirstOffsetBeforeGap> _handled = [];
    private readonly Dictionary<TopicPartition, long> _committed = [];
    private readonly HashSet<TopicPartition> _unread = [];

    /// <summary>Completes once every agreement that the topic held at the start is in the book.</summary>
    public Task Loaded => _loaded.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await topics.EnsureBuiltInAsync(stoppingToken);
            using var consumer = clients.WholeTopicReader($"{clients.Group}-agreements").Build();
            var reminder = clients.Reminder(consumer);
            await AssignAsync(consumer, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await ReadOneAsync(consumer, stoppingToken);
                reminder.NowAndThen();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _loaded.TrySetCanceled(stoppingToken);
        }
        catch (KafkaException failed)
        {
            exit.Fail($"cannot read `{TopicNames.Agreements}`: {health.Words(failed.Error)}");
        }
    }

    private async Task AssignAsync(IConsumer<byte[], byte[]> consumer, CancellationToken token)
    {
        var partitions = await topics.PartitionsOfAsync(TopicNames.Agreements, TopicMissingPause, token);
        foreach (var committed in await CommittedAsync(consumer, partitions, token))
        {
            _committed[committed.TopicPartition] = committed.Offset.IsSpecial ? 0 : committed.Offset.Value;
            _handled[committed.TopicPartition] = new FirstOffsetBeforeGap();
        }

        _unread.UnionWith(partitions);
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
    }

    // A broker that has only just started does not know yet which of them keeps the group.
    private static async Task<List<TopicPartitionOffset>> CommittedAsync(IConsumer<byte[], byte[]> consumer, IEnumerable<TopicPartition> partitions, CancellationToken token)
    {
        while (true)
        {
            try
            {
                return consumer.Committed(partitions, MetadataTimeout);
            }
            catch (KafkaException away) when (away.Error.IsPassing)
            {
                await Task.Delay(TopicMissingPause, token);
            }
        }
    }

    private async Task ReadOneAsync(IConsumer<byte[], byte[]> consumer, CancellationToken token)
    {
        if (Next(consumer) is not { } result)
        {
            Store(consumer);
        }
        else if (!result.IsPartitionEOF)
        {
            await TakeAsync(result, token);
        }
        else if (_unread.Remove(result.TopicPartition) && _unread.Count == 0)
        {
            await topics.EnsureViolationsAsync(_shelf.Institutions, token);
            books.Swap(AgreementBook.Compile(_shelf.All));
            _loaded.TrySetResult();
        }
    }

    private ConsumeResult<byte[], byte[]>? Next(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            return consumer.Consume(Poll);
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal)
        {
            health.Report(passing.Error);
            return null;
        }
    }

    private async Task TakeAsync(ConsumeResult<byte[], byte[]> record, CancellationToken token)
    {
        var handled = _handled[record.TopicPartition];
        var taken = handled.Take(record.Offset.Value);
        var name = $"{record.Topic}[{record.Partition.Value}]@{record.Offset.Value}";
        if (_shelf.Take(record.Message.Key, record.Message.Value, name) is { } refusal)
        {
            await RefuseAsync(record, refusal, new Acknowledgement(() => handled.Acknowledge(taken)), token);
            return;
        }

        handled.Acknowledge(taken);
        if (Loaded.IsCompleted)
        {
            var institution = Encoding.UTF8.GetString(record.Message.Key);
            await topics.EnsureViolationsAsync([institution], token);
            books.Swap(books.Current.With(institution, _shelf.VersionsOf(institution)));
            Taken(institution, name);
        }
    }

    // The topic is read from its beginning at every start; what was refused before is not refused again.
    private async Task RefuseAsync(ConsumeResult<byte[], byte[]> record, string refusal, Acknowledgement acknowledgement, CancellationToken token)
    {
        if (record.Offset.Value >= _committed[record.TopicPartition])
        {
            Refused(refusal);
            var message = record.Message;
            await deadLetters.PublishAsync(new(record.TopicPartitionOffset, message.Key, message.Value, message.Headers, RefusedCode, refusal), acknowledgement, token);
        }

        acknowledgement.AllExpected();
    }

    // The consumer commits what is stored, by itself: a broker that cannot take it now does not keep agreements from being read.
    private void Store(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var (partition, handled) in _handled)
        {
            if (handled.Committable is { } offset && offset > _committed[partition])
            {
                consumer.StoreOffset(new TopicPartitionOffset(partition, offset));
                _committed[partition] = offset;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "agreements of `{Institution}` changed by {Record}")]
    private partial void Taken(string institution, string record);

    [LoggerMessage(2, LogLevel.Warning, "an agreement is refused, and the last good one stays in force: {Reason}")]
    private partial void Refused(string reason);
}
