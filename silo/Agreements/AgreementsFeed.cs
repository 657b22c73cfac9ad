using System.Collections.Immutable;
using Confluent.Kafka;
using Covenant.Grains.Agreements;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Silo.Health;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Agreements;

/// <summary>
/// Follows the agreements' topic: takes up what storage has, reads the topic whole, and swaps in a new book on each change after. What is accepted is stored before it is in force; a record
/// that cannot be taken becomes a dead letter, one in the cluster, and the last good agreement stays in force.
/// </summary>
internal sealed partial class AgreementsFeed(
    KafkaClients clients, TopicProvisioner topics, AgreementShelf shelf, AgreementStore store, AgreementRefusals refusals, AgreementTroubles troubles, AgreementBooks books,
    BrokerHealth health, Degradations degradations, CaughtFaults faults, TimeProvider clock, ILogger<AgreementsFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan TopicMissingPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BeginAnewAfter = TimeSpan.FromSeconds(2);

    // What storage could not give may pass.
    private static readonly TimeSpan RestoreAgainAfter = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, TextsChange> _changes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, long> _read = [];
    private readonly HashSet<TopicPartition> _unread = [];
    private readonly AgreementsEnd _end = new(books);
    private bool _isListed;
    private bool _isBookWhole;
    private long _restoredAt;
    private string _topic = "";

    /// <summary>Completes once every agreement that the topic held at the start is in the book.</summary>
    public Task Loaded => _loaded.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (KafkaException refused)
            {
                BeginsAnew(TopicNames.Agreements, health.Words(refused.Error));
            }
            catch (Exception fault)
            {
                faults.Report("the agreements' feed", fault);
            }

            await Task.Delay(BeginAnewAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _loaded.TrySetCanceled(stoppingToken);
    }

    // From the topic's beginning, each time: what is known of it is passed over.
    private async Task FollowAsync(CancellationToken token)
    {
        await topics.EnsureBuiltInAsync(token);
        await RestoreAsync(token);
        var partitions = await topics.PartitionsOfAsync(TopicNames.Agreements, TopicMissingPause, token);

        // As it stands in the rows: in the client's base64.
        _topic = (await topics.IdOfAsync(TopicNames.Agreements)).Replace('-', '+').Replace('_', '/');
        using var consumer = clients.Watched("reader of agreements", clients.WholeTopicReader(clients.AgreementsGroup, AutoOffsetReset.Error).Build);
        _read.Clear();
        _said.Clear();
        _unread.UnionWith(partitions);
        var reminder = await consumer.RunAsync("Assign", ClientCalls.Brief, client =>
        {
            client.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            return clients.Reminder(client);
        }, token);
        while (!token.IsCancellationRequested && !await RestoreAsync(token))
        {
            await ReadOneAsync(consumer, reminder, token);
        }
    }

    /// <summary>Takes up what storage has and could not give before.</summary>
    /// <returns>Whether there was something: then the topic is to be read again, for what it has told of them since.</returns>
    private async Task<bool> RestoreAsync(CancellationToken token)
    {
        if ((_isListed && _unreadable.Count == 0) || (_restoredAt > 0 && clock.GetElapsedTime(_restoredAt) < RestoreAgainAfter))
        {
            return false;
        }

        var found = _isListed ? await store.ReadAgainAsync(_unreadable.Keys.ToList(), token) : await store.ReadAllAsync(token);
        (_isListed, _restoredAt) = (_isListed || found is not null, clock.GetTimestamp());
        var isSome = false;
        foreach (var (institution, stored) in found ?? ImmutableDictionary<string, StoredTexts>.Empty)
        {
            Adopt(institution, stored);
            isSome |= stored.Texts is not null;
        }

        _isBookWhole &= !isSome;
        return isSome;
    }

    private async Task ReadOneAsync(WatchedClient<IConsumer<byte[], byte[]>> consumer, BrokerReminder reminder, CancellationToken token)
    {
        if (_unread.Count == 0)
        {
            await _end.TellAsync(consumer, token);
        }

        if (await NextAsync(consumer, reminder, token) is not { } result)
        {
            return;
        }

        if (!result.IsPartitionEOF)
        {
            await TakeAsync(result, token);
        }
        else if (_unread.Remove(result.TopicPartition) && _unread.Count == 0)
        {
            await PutInForceAsync(token);
            NoteAbsent();
            _loaded.TrySetResult();
        }

        _end.Read(result);
    }

    private async Task<ConsumeResult<byte[], byte[]>?> NextAsync(WatchedClient<IConsumer<byte[], byte[]>> consumer, BrokerReminder reminder, CancellationToken token)
    {
        try
        {
            return await consumer.RunAsync("Consume", Poll, client =>
            {
                reminder.NowAndThen();
                return client.Consume(Poll);
            }, token);
        }
        catch (ConsumeException gone) when (gone.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            var from = _read.Where(one => one.Key == gone.ConsumerRecord?.TopicPartition).Select(one => one.Value + 1).FirstOrDefault();
            degradations.Add($"records of `{TopicNames.Agreements}` from offset {from} on were deleted before they were read: what they said is not in force; publish what was published since once more");
            throw new KafkaException(new Error(ErrorCode.Local_AutoOffsetReset, "records were deleted before they were read"));
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal)
        {
            health.Report(passing.Error);
            return null;
        }
    }

    private async Task TakeAsync(ConsumeResult<byte[], byte[]> record, CancellationToken token)
    {
        if (_read.TryGetValue(record.TopicPartition, out var last) && record.Offset.Value <= last)
        {
            // The topic was deleted and made again under our feet: by its new id all of it is new.
            throw new KafkaException(new Error(ErrorCode.Local_UnknownTopic, "the topic was made again"));
        }

        _read[record.TopicPartition] = record.Offset.Value;
        var name = $"{record.Topic}[{record.Partition.Value}]@{record.Offset.Value}";
        var taken = shelf.Take(record.Message.Key, record.Message.Value, new LogMark($"{_topic}/{record.Partition.Value}", record.Offset.Value), name);
        if (taken.Institution is { } institution)
        {
            Note(institution, taken);
        }

        if (taken.Refusal is { } refusal)
        {
            var message = record.Message;
            await refusals.AddAsync(new(record.TopicPartitionOffset, message.Key, message.Value, message.Headers, AgreementRefusals.Code, refusal), token);
        }
        else if (_unread.Count == 0 && taken.Change is not null)
        {
            await PutInForceAsync(token);
            Taken(taken.Institution!, name);
        }
    }

    private void Note(string institution, TakenRecord taken)
    {
        if (shelf.Knows(institution))
        {
            _said.Add(institution);
        }

        Keep(_refused, institution, taken.Refusal);
        Tell(institution);
        if (taken.Change is { } change)
        {
            _changes[institution] = _changes.TryGetValue(institution, out var before) ? before.Then(change) : change;
        }
    }

    // INVARIANT (last good agreement): stored before it is in force, so that no silo judges by what a restart would forget.
    private async Task PutInForceAsync(CancellationToken token)
    {
        if (_changes.Count > 0)
        {
            foreach (var (institution, stored) in await store.WriteAsync(_changes, token))
            {
                Adopt(institution, stored);
            }
        }

        if (_isBookWhole)
        {
            await topics.EnsureViolationsAsync(_changes.Keys, token);
            books.Swap(_changes.Keys.Aggregate(books.Current, (book, institution) => book.With(institution, shelf.VersionsOf(institution))));
        }
        else
        {
            await topics.EnsureViolationsAsync(shelf.Institutions, token);
            books.Swap(AgreementBook.Compile(shelf.All));
            _isBookWhole = true;
        }

        _changes.Clear();
    }

    private void Adopt(string institution, StoredTexts stored)
    {
        if (stored.Texts is { } texts)
        {
            shelf.Adopt(institution, texts);
        }

        Keep(_unreadable, institution, stored.Unreadable);
        Tell(institution);
    }

    private void Tell(string institution)
    {
        if (_refused.TryGetValue(institution, out var refusal))
        {
            troubles.Set(institution, shelf.VersionsOf(institution).IsEmpty
                ? $"its record is refused, and it has no agreement in force; publish one, or a record without a value to take the key back ({refusal})"
                : $"its last record is refused, and what was accepted before stays in force ({refusal})");
        }
        else if ((_unreadable.GetValueOrDefault(institution) ?? shelf.MistakeOf(institution)) is { } mistake)
        {
            troubles.Set(institution, $"what is stored of its agreements cannot be put in force ({mistake})");
        }
        else
        {
            troubles.Clear(institution);
        }
    }

    private static void Keep(Dictionary<string, string> reasons, string institution, string? reason)
    {
        if (reason is null)
        {
            reasons.Remove(institution);
        }
        else if (reasons.Count < AgreementShelf.InstitutionsMax)
        {
            reasons[institution] = reason;
        }
    }

    private void NoteAbsent()
    {
        foreach (var institution in shelf.Institutions.Where(institution => !_said.Contains(institution)))
        {
            troubles.Set(institution, "the topic has no record of it any more, and what was accepted stays in force; publish its agreement again, or withdraw it with a record without a value");
        }
    }

    [LoggerMessage(1, LogLevel.Information, "agreements of `{Institution}` changed by {Record}")]
    private partial void Taken(string institution, string record);

    [LoggerMessage(2, LogLevel.Warning, "reading `{Topic}` begins anew: {Reason}")]
    private partial void BeginsAnew(string topic, string reason);
}
