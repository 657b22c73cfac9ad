using System.Collections.Concurrent;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Publishing;

/// <summary>
/// How far partitions are published, as Kafka has it: the group's committed offset, and, as the offsets of groups beside it, how often a
/// partition's deadlines were decided by the wall clock,
/// how much of the next step is told, and the same two of what limits over all customers decide. Calls block.
/// </summary>
internal sealed class PublishedPositions(KafkaClients clients, KafkaBroker broker, GroupMembership membership) : IDisposable
{
    private readonly ConcurrentDictionary<TopicPartition, int> _lives = new();
    private readonly GroupOffsets _offsets = new("reader of positions", clients.Group, clients);
    private readonly GroupOffsets _wakes = new("reader of wakes", $"{clients.Group}.wakes", clients);
    private readonly GroupOffsets _parts = new("reader of parts", $"{clients.Group}.parts", clients);
    private readonly GroupOffsets _institutions = new("reader of institutions' positions", $"{clients.Group}.institutions", clients);
    private readonly GroupOffsets _institutionParts = new("reader of institutions' parts", $"{clients.Group}.institutions.parts", clients);

    /// <summary>From now on the partition's offsets are of this life of its log; everything here is said in its numbers.</summary>
    /// <seealso cref="LogNumber"/>
    public void Begin(TopicPartition partition, int life) => _lives[partition] = life;

    /// <summary>What is committed, once no transaction that might change it is under way; null where nothing is.</summary>
    /// <exception cref="KafkaException">The broker does not say.</exception>
    public Dictionary<TopicPartition, Progress?> Read(IReadOnlyCollection<TopicPartition> partitions)
    {
        var (wakes, parts) = (_wakes.Read(partitions), _parts.Read(partitions));
        return _offsets.Read(partitions).ToDictionary(
            one => one.Key, one => one.Value is { } offset ? new Progress(NumberOf(one.Key, offset), wakes[one.Key] ?? 0).WithPart(parts[one.Key] ?? 0) : (Progress?)null);
    }

    /// <summary>The same of what limits over all customers decide. Null where none ever had something to count.</summary>
    /// <inheritdoc cref="Read"/>
    public Dictionary<TopicPartition, Progress?> ReadInstitutions(IReadOnlyCollection<TopicPartition> partitions)
    {
        var parts = _institutionParts.Read(partitions);
        return _institutions.Read(partitions).ToDictionary(
            one => one.Key, one => one.Value is { } offset ? new Progress(NumberOf(one.Key, offset), 0).WithPart(parts[one.Key] ?? 0) : (Progress?)null);
    }

    /// <summary>The offset of the partition's first record.</summary>
    public long StartOf(TopicPartition partition) => NumberOf(partition, Ends(partition).Low.Value);

    /// <summary>The offset after the partition's last record.</summary>
    public long EndOf(TopicPartition partition) => NumberOf(partition, Ends(partition).High.Value);

    /// <summary>Adds the positions to the producer's open transaction, in the name of this member of the group: a broker refuses it once the group has moved on.</summary>
    /// <param name="tellings">Those of an output in order.</param>
    /// <param name="watch">Of the thread that calls.</param>
    public void Add<TKey, TValue>(IProducer<TKey, TValue> producer, IConsumerGroupMetadata member, IReadOnlyCollection<Telling> tellings, CallWatch watch)
    {
        // The embedded broker drops what is sent so; see Committed.
        if (broker.IsEmbedded)
        {
            return;
        }

        var (last, institutions) = (LastOf(tellings, isOfInstitutions: false), LastOf(tellings, isOfInstitutions: true));

        // INVARIANT (fencing): every partition of the transaction is named in the group's own name, with what is committed of it where that
        // does not move, so that one that moved is refused.
        var still = institutions.Select(telling => telling.Output.Customers!).Where(customers => last.TrueForAll(telling => telling.Output.Partition != customers.Partition));
        Send(last.Select(Offset).Concat(still.Select(customers => new TopicPartitionOffset(customers.Partition, LogNumber.OffsetOf(customers.Published.Offset)))), group: null);
        Send(last.Where(IsWoken).Select(telling => new TopicPartitionOffset(telling.Output.Partition, telling.To.Wakes)), _wakes);
        Send(last.Where(IsParted).Select(Part), _parts);
        Send(OfInstitutions(tellings, institutions), _institutions);
        Send(institutions.Where(IsParted).Select(Part), _institutionParts);

        void Send(IEnumerable<TopicPartitionOffset> positions, GroupOffsets? group)
        {
            if (positions.ToList() is { Count: > 0 } some)
            {
                var of = group?.Metadata ?? member;
                watch.Run("SendOffsetsToTransaction", FailureDetection.TransactionTimeout, () => producer.SendOffsetsToTransaction(some, of, FailureDetection.TransactionTimeout));
            }
        }
    }

    /// <summary>The transaction is committed. For the embedded broker positions follow it; that one dies with the process, so nothing can come between.</summary>
    public void Committed(IReadOnlyCollection<Telling> tellings)
    {
        if (broker.IsEmbedded)
        {
            membership.Commit(LastOf(tellings, isOfInstitutions: false).Select(Offset));
            _institutions.Commit([.. OfInstitutions(tellings, LastOf(tellings, isOfInstitutions: true))]);
        }
    }

    public void Dispose()
    {
        Array.ForEach([_offsets, _wakes, _parts, _institutions, _institutionParts], group => group.Dispose());
    }

    private static List<Telling> LastOf(IReadOnlyCollection<Telling> tellings, bool isOfInstitutions) =>
        [.. tellings.Where(telling => telling.Output.IsOfInstitutions == isOfInstitutions).GroupBy(telling => telling.Output).Select(partition => partition.Last())];

    // Never back: the lane of institutions may be told further by now, in an earlier transaction or in this one.
    private static IEnumerable<TopicPartitionOffset> OfInstitutions(IReadOnlyCollection<Telling> tellings, List<Telling> institutions) => tellings
        .Where(telling => telling.Beside is { } one && one.To > one.Output.Published && institutions.TrueForAll(other => other.Output.Partition != telling.Output.Partition))
        .GroupBy(telling => telling.Output).Select(partition => Beside(partition.Last()))
        .Concat(institutions.Select(Offset));

    private WatermarkOffsets Ends(TopicPartition partition) => _offsets.Ask("QueryWatermarkOffsets", client =>
    {
        try
        {
            return client.QueryWatermarkOffsets(partition, GroupOffsets.Timeout);
        }
        catch (KafkaException unknown) when (unknown.Error.Code == ErrorCode.Local_UnknownPartition)
        {
            // It was added since this client asked for the topic, which it does every few minutes by itself.
            using var admin = new DependentAdminClientBuilder(client.Handle).Build();
            admin.GetMetadata(partition.Topic, GroupOffsets.Timeout);
            return client.QueryWatermarkOffsets(partition, GroupOffsets.Timeout);
        }
    });

    private long NumberOf(TopicPartition partition, long offset) => LogNumber.Of(_lives.GetValueOrDefault(partition), offset);

    private static TopicPartitionOffset Offset(Telling telling) => new(telling.Output.Partition, LogNumber.OffsetOf(telling.To.Offset));

    private static TopicPartitionOffset Part(Telling telling) => new(telling.Output.Partition, telling.To.Part);

    private static TopicPartitionOffset Beside(Telling telling) => new(telling.Output.Partition, LogNumber.OffsetOf(telling.Beside!.Value.To.Offset));

    private static bool IsWoken(Telling telling) => telling.To.Wakes != telling.Output.Published.Wakes;

    private static bool IsParted(Telling telling) => (telling.To.Part | telling.Output.Published.Part) != 0;
}
