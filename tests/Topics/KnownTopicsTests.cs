using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Covenant.Tests.Undelivered;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Topics;

/// <summary>What is known of a topic before anything is written to it.</summary>
public sealed class KnownTopicsTests(UndeliveredKafka kafka) : IClassFixture<UndeliveredKafka>
{
    [Fact]
    public async Task It_knows_whether_a_topic_is_there_and_what_it_takes_and_makes_none_by_asking()
    {
        var (missing, narrow) = (TopicNames.ViolationsOf(UndeliveredKafka.NewBank("missing")), TopicNames.ViolationsOf(UndeliveredKafka.NewBank("narrow")));
        await kafka.CreateAsync(narrow, new() { ["max.message.bytes"] = "2000" });
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"));
        var topics = silo.Services.GetRequiredService<KnownTopics>();
        Assert.Null(topics.Find(narrow));

        await topics.AskAsync([missing, narrow, TopicNames.DeadLetters]);

        Assert.Equal((true, 2_000), (topics.Find(narrow)!.MayBeWritten, topics.Find(narrow)!.MessageBytesMax));
        Assert.Equal((true, TopicPlan.OutgoingBytesMax), (topics.Find(TopicNames.DeadLetters)!.MayBeWritten, topics.Find(TopicNames.DeadLetters)!.MessageBytesMax));
        Assert.Equal((true, "the topic is not there; `covenant topics` creates it"), (topics.Find(missing)!.IsMissing, topics.Find(missing)!.Refusal));
        Assert.DoesNotContain(kafka.Admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics, topic => topic.Topic == missing);
        Assert.StartsWith("too large: 2061 bytes, and the topic takes 2000", topics.Find(narrow)!.TooLarge(2_000), StringComparison.Ordinal);

        topics.Forget(narrow);
        Assert.Null(topics.Find(narrow));
    }

    [Fact]
    public async Task A_topic_of_the_usual_size_takes_as_many_of_the_largest_records_as_are_on_their_way_together()
    {
        var bank = UndeliveredKafka.NewBank("large");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"));
        using var producer = silo.Services.GetRequiredService<KafkaClients>().TransactionalProducer(UndeliveredKafka.NewBank("writer"));
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        producer.BeginTransaction();
        var sizes = Enumerable.Range(0, 60).Select(number => number % 3 == 0 ? RecordSize.BytesMax : number % 3 == 1 ? 100 : 47_000).ToList();
        List<Error> errors = [];
        foreach (var size in sizes)
        {
            producer.Produce(TopicNames.ViolationsOf(bank), new Message<byte[]?, byte[]?> { Value = new byte[size - RecordSize.Of(null, null, null)] }, report => errors.Add(report.Error));
        }

        producer.CommitTransaction(TimeSpan.FromSeconds(60));
        Assert.DoesNotContain(errors, error => error.IsError);
        Assert.Equal(sizes.Count, kafka.Topics.ReadAll(TopicNames.ViolationsOf(bank)).Count);
    }

    [Fact]
    public void Records_of_a_narrow_topic_wait_for_those_before_them()
    {
        var room = new BatchRoom();

        var flushed = 0;
        int Add(string topic, int bytes, int bytesMax)
        {
            room.Add(topic, bytes, bytesMax, () => flushed++);
            return flushed;
        }

        Assert.Equal(0, Add("a", 800, 2_000));
        Assert.Equal(0, Add("a", 800, 2_000));
        Assert.Equal(0, Add("b", 800, 2_000));
        Assert.Equal(0, Add("c", 800, KnownTopic.DefaultMessageBytesMax));
        Assert.Equal(1, Add("a", 800, 2_000));
        Assert.Equal(1, Add("a", 800, 2_000));
        Assert.Equal(1, Add("b", 800, 2_000));
        Assert.Equal(2, Add("a", 800, 2_000));
        Assert.Equal(2, Add("d", 5_000, 2_000));
    }
}
