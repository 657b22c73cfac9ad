using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>
/// How far partitions are published, as Kafka has it: the group's committed offset, and, as the offsets of groups beside it, how often a partition's deadlines were decided by the wall clock,
/// how much of the next step is told, and the same two of what limits over all customers decide. Calls block.
/// </summary>
internal sealed class PublishedPositions(KafkaClients clients, KafkaBroker broker, GroupMembership membership) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TopicPartition, int> _lives = new();
    private readonly Lazy<IConsumer<Ignore, Ignore>> _offsets = new(() => clients.OffsetsOf(clients.Group));
    private readonly Lazy<IConsumer<Ignore, Ignore>> _wakes = new(() => clients.OffsetsOf($"{clients.Group}.wakes"));
    private readonly Lazy<IConsumer<Ignore, Ignore>> _parts = new(() => clients.OffsetsOf($"{clients.Group}.parts"));
    private readonly Lazy<IConsumer<Ignore, Ignore>> _institutions = new(() => clients.OffsetsOf($"{clients.Group}.institutions"));
    private readonly Lazy<IConsumer<Ignore, Ignore>> _institutionParts = new(() => clients.OffsetsOf($"{clients.Group}.institutions.parts"));

    private IEnumerable<Lazy<IConsumer<Ignore, Ignore>>> All => [_offsets, _wakes, _parts, _institutions, _institutionParts];

    /// <summary>From now on the partition's offsets are of this life of its log; everything here is said in its numbers.</summary>
    /// <seealso cref="LogNumber"/>
    public void Begin(TopicPartition partition, int life) => _lives[partition] = life;

    /// <summary>What is committed, once no transaction that might change it is under way; null where nothing is.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Dictionary<TopicPartition, Progress?> Read(IReadOnlyCollection<TopicPartition> partitions)
    {
        var (wakes, parts) = (Committed(_wakes, partitions), Committed(_parts, partitions));
        return Committed(_offsets, partitions).ToDictionary(
            one => one.Key, one => one.Value is { } offset ? new Progress(NumberOf(one.Key, offset), wakes[one.Key] ?? 0).WithPart(parts[one.Key] ?? 0) : (Progress?)null);
    }

    /// <summary>The same of what limits over all customers decide. Null where none ever had something to count.</summary>
    /// <inheritdoc cref="Read"/>
    public Dictionary<TopicPartition, Progress?> ReadInstitutions(IReadOnlyCollection<TopicPartition> partitions)
    {
        var parts = Committed(_institutionParts, partitions);
        return Committed(_institutions, partitions).ToDictionary(
            one => one.Key, one => one.Value is { } offset ? new Progress(NumberOf(one.Key, offset), 0).WithPart(parts[one.Key] ?? 0) : (Progress?)null);
    }

    /// <summary>The offset of the partition's first record.</summary>
    public long StartOf(TopicPartition partition) => NumberOf(partition, Ends(partition).Low.Value);

    /// <summary>The offset after the partition's last record.</summary>
    public long EndOf(TopicPartition partition) => NumberOf(partition, Ends(partition).High.Value);

    /// <summary>Adds the positions to the producer's open transaction, in the name of this member of the group: a broker refuses it once the group has moved on.</summary>
    /// <param name="tellings">Those of an output in order.</param>
    public void Add<TKey, TValue>(IProducer<TKey, TValue> producer, IConsumerGroupMetadata member, IReadOnlyCollection<Telling> tellings)
    {
        // The embedded broker drops what is sent so; see Committed.
        if (broker.IsEmbedded)
        {
            return;
        }

        var last = LastOf(tellings, isOfInstitutions: false);
        Add(producer, member, last.Select(Offset));
        Add(producer, _wakes, last.Where(IsWoken).Select(telling => new TopicPartitionOffset(telling.Output.Partition, telling.To.Wakes)));
        Add(producer, _parts, last.Where(IsParted).Select(Part));
        var institutions = LastOf(tellings, isOfInstitutions: true);
        Add(producer, _institutions, tellings.Where(telling => telling.Beside is not null).Select(Beside).Where(beside => institutions.TrueForAll(telling => telling.Output.Partition != beside.TopicPartition))
            .Concat(institutions.Select(Offset)));
        Add(producer, _institutionParts, institutions.Where(IsParted).Select(Part));
    }

    /// <summary>The transaction is committed. For the embedded broker positions follow it; that one dies with the process, so nothing can come between.</summary>
    public void Committed(IReadOnlyCollection<Telling> tellings)
    {
        if (broker.IsEmbedded)
        {
            membership.Commit(LastOf(tellings, isOfInstitutions: false).Select(Offset));
        }
    }

    public void Dispose()
    {
        foreach (var consumer in All.Where(consumer => consumer.IsValueCreated))
        {
            consumer.Value.Dispose();
        }
    }

    private static void Add<TKey, TValue>(IProducer<TKey, TValue> producer, IConsumerGroupMetadata member, IEnumerable<TopicPartitionOffset> positions)
    {
        if (positions.ToList() is { Count: > 0 } some)
        {
            producer.SendOffsetsToTransaction(some, member, Timeout);
        }
    }

    private static void Add<TKey, TValue>(IProducer<TKey, TValue> producer, Lazy<IConsumer<Ignore, Ignore>> group, IEnumerable<TopicPartitionOffset> positions)
    {
        if (positions.ToList() is { Count: > 0 } some)
        {
            producer.SendOffsetsToTransaction(some, group.Value.ConsumerGroupMetadata, Timeout);
        }
    }

    private static List<Telling> LastOf(IReadOnlyCollection<Telling> tellings, bool isOfInstitutions) =>
        [.. tellings.Where(telling => telling.Output.IsOfInstitutions == isOfInstitutions).GroupBy(telling => telling.Output).Select(partition => partition.Last())];

    private Dictionary<TopicPartition, long?> Committed(Lazy<IConsumer<Ignore, Ignore>> group, IReadOnlyCollection<TopicPartition> partitions)
    {
        // Nobody else looks after these, which are asked now and then.
        clients.Remind(group.Value);
        return group.Value.Committed(partitions, Timeout).ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? (long?)null : one.Offset.Value);
    }

    private WatermarkOffsets Ends(TopicPartition partition)
    {
        clients.Remind(_offsets.Value);
        try
        {
            return _offsets.Value.QueryWatermarkOffsets(partition, Timeout);
        }
        catch (KafkaException unknown) when (unknown.Error.Code == ErrorCode.Local_UnknownPartition)
        {
            // It was added since this client asked for the topic, which it does every few minutes by itself.
            using var admin = new DependentAdminClientBuilder(_offsets.Value.Handle).Build();
            admin.GetMetadata(partition.Topic, Timeout);
            return _offsets.Value.QueryWatermarkOffsets(partition, Timeout);
        }
    }

    private long NumberOf(TopicPartition partition, long offset) => LogNumber.Of(_lives.GetValueOrDefault(partition), offset);

    private static TopicPartitionOffset Offset(Telling telling) => new(telling.Output.Partition, LogNumber.OffsetOf(telling.To.Offset));

    private static TopicPartitionOffset Part(Telling telling) => new(telling.Output.Partition, telling.To.Part);

    private static TopicPartitionOffset Beside(Telling telling) => new(telling.Output.Partition, LogNumber.OffsetOf(telling.Beside!.Value.To.Offset));

    private static bool IsWoken(Telling telling) => telling.To.Wakes != telling.Output.Published.Wakes;

    private static bool IsParted(Telling telling) => (telling.To.Part | telling.Output.Published.Part) != 0;
}
