using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Agreements;

/// <summary>The topic that holds the agreements: one record for each institution, all its versions in it.</summary>
internal sealed class AgreementTopic(KafkaConnection connection)
{
    /// <summary>It joins no group; librdkafka asks for a name all the same, and for the right to describe it.</summary>
    public const string Group = "covenant-publish";

    // An institution's text may be 1 MiB; the record is a little more.
    private const int RecordBytesMax = 2 * 1024 * 1024;

    /// <summary>The newest record of each institution.</summary>
    /// <exception cref="CommandException">The topic is not there, or the broker did not answer.</exception>
    public IReadOnlyDictionary<string, string> Read()
    {
        var partitions = connection.With(KafkaConnection.Administrator, Partitions);
        return partitions is null
            ? throw CommandException.Failed($"kafka at `{connection.BootstrapServers}` has no topic `{TopicNames.Agreements}`; `covenant topics` creates it")
            : connection.With(Consumer, (consumer, watch) => ReadWhole(consumer, partitions.Count, watch));
    }

    public void Write(string institution, string text) => connection.With(
        (settings, heard) => new ProducerBuilder<byte[], byte[]>(new ProducerConfig(settings)
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            MessageMaxBytes = RecordBytesMax,
            MessageTimeoutMs = (int)KafkaConnection.Timeout.TotalMilliseconds,
        }).SetErrorHandler((_, error) => heard.Add(error)).SetLogHandler((_, line) => heard.Add(line)).Build(),
        (producer, watch) => watch.Run("Produce", KafkaConnection.Timeout, () => producer
            .ProduceAsync(TopicNames.Agreements, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(institution), Value = Encoding.UTF8.GetBytes(text) })
            .GetAwaiter().GetResult()));

    private static List<PartitionMetadata>? Partitions(IAdminClient admin, CallWatch watch)
    {
        var partitions = watch.Run("GetMetadata", KafkaConnection.Timeout, () => admin.GetMetadata(KafkaConnection.Timeout)).Topics.Find(topic => topic.Topic == TopicNames.Agreements)?.Partitions;
        if (partitions is null)
        {
            Describe(admin, watch);
        }

        return partitions;
    }

    // A list of all topics has those alone that the user may see; and a broker that is asked for one by name in the usual way may create it.
    private static void Describe(IAdminClient admin, CallWatch watch)
    {
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = KafkaConnection.Timeout };
            watch.Run("DescribeTopics", KafkaConnection.Timeout, () => admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([TopicNames.Agreements]), options).AnswerOf(admin));
        }
        catch (DescribeTopicsException unknown) when (unknown.Results.TopicDescriptions.TrueForAll(topic => topic.Error.Code is ErrorCode.UnknownTopicOrPart))
        {
            // It is not there.
        }
    }

    private static IConsumer<byte[], byte[]> Consumer(ClientConfig settings, HeardTrouble heard) =>
        new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig(settings)
        {
            GroupId = Group,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).SetErrorHandler((_, error) => heard.Add(error)).SetLogHandler((_, line) => heard.Add(line)).Build();

    private static Dictionary<string, string> ReadWhole(IConsumer<byte[], byte[]> consumer, int partitions, CallWatch watch)
    {
        var records = new Dictionary<string, string>(StringComparer.Ordinal);
        watch.Run("Assign", ClientCalls.Brief, () => consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(TopicNames.Agreements, partition, Offset.Beginning))));
        for (var left = partitions; left > 0;)
        {
            var result = watch.Run("Consume", KafkaConnection.Timeout, () => consumer.Consume(KafkaConnection.Timeout)) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
            if (result.IsPartitionEOF)
            {
                left--;
            }
            else if (result.Message.Key is { } key)
            {
                Take(records, Encoding.UTF8.GetString(key), result.Message.Value);
            }
        }

        consumer.Unassign();
        return records;
    }

    private static void Take(Dictionary<string, string> records, string institution, byte[]? value)
    {
        if (value is null)
        {
            records.Remove(institution);
        }
        else
        {
            records[institution] = Encoding.UTF8.GetString(value);
        }
    }
}
