using Confluent.Kafka;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Covenant.Tests.Silo;
using Covenant.Tests.Undelivered;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Kafka;

/// <summary>
/// Each call into a Kafka client that asks, follows or delivers is made to hang: its client is left behind with a line that names the call,
/// and the next one does what it was there for.
/// </summary>
public sealed class HangingAskingTests(HangingBroker broker) : IClassFixture<HangingBroker>
{
    [Fact]
    public async Task Whatever_asks_follows_or_delivers_goes_on_with_another_client()
    {
        await using var silo = await broker.StartSiloAsync("asking");
        await broker.TellsAsync(silo);
        await Lanes.RunAsync(
            ("positions and single records", () => AskForPositionsAsync(silo)),
            ("topics", () => AskForTopicsAsync(silo)),
            ("agreements", () => FollowAgreementsAsync(silo)),
            ("what is undelivered", () => RedriveAsync(silo)));
    }

    [Fact]
    public async Task Four_clients_that_are_missing_end_the_silo()
    {
        await using var silo = await HangingSilo.StartAsync(broker.Topics.Address, "four");
        var records = silo.Services.GetRequiredService<RecordReader>();
        for (var missing = 0; missing < ClientCalls.MissingMax; missing++)
        {
            Assert.False(silo.Services.GetRequiredService<SiloExit>().HasFailed);
            silo.HangNext("reader of single records", "create");
            _ = records.FetchAsync(new TopicPartition(TopicNames.Events, 0), [0], "a test", TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync("it hangs", () => silo.Hangs("reader of single records", "create"));
        }

        await Eventually.HoldsAsync("the silo ends", () => silo.Services.GetRequiredService<SiloExit>().HasFailed);
        Assert.True(silo.HasSaid("4 kafka clients have not come back", "`create`", "start the silo again"));
    }

    private async Task AskForPositionsAsync(HangingSilo silo)
    {
        var (positions, records) = (silo.Services.GetRequiredService<PublishedPositions>(), silo.Services.GetRequiredService<RecordReader>());
        await CheckAsync(silo, ("reader of wakes", "Committed"), () => Task.Run(() => positions.Read([broker.Written])));
        await CheckAsync(silo, ("reader of positions", "QueryWatermarkOffsets"), () => Task.Run(() => positions.EndOf(broker.Written)));
        await CheckAsync(silo, ("reader of single records", "Assign"), () => records.FetchAsync(broker.Written, [0], "a test", TestContext.Current.CancellationToken));
    }

    private static async Task AskForTopicsAsync(HangingSilo silo)
    {
        const string administrator = "administrator of topics";
        var (topics, known) = (silo.Services.GetRequiredService<TopicProvisioner>(), silo.Services.GetRequiredService<KnownTopics>());
        await CheckAsync(silo, (administrator, "GetMetadata"), () => topics.AnswersAsync());
        await CheckAsync(silo, (administrator, "CreateTopics"), () => topics.EnsureNowAsync("fresh-bank"));
        await CheckAsync(silo, (administrator, "DescribeTopics"), () => known.AskAsync([TopicNames.DeadLetters]));
        await CheckAsync(silo, (administrator, "DescribeConfigs"), () => known.AskAsync([TopicNames.DeadLetters]));
        Assert.NotNull(known.Find(TopicNames.DeadLetters));
    }

    private async Task FollowAgreementsAsync(HangingSilo silo)
    {
        const string bank = "refused-bank";
        (string, string)[] calls = [("reader of agreements", "Consume"), ("writer of refused agreements", "CommitTransaction")];
        Array.ForEach(calls, call => silo.HangNext(call.Item1, call.Item2));
        await broker.Topics.PublishAsync(TopicNames.Agreements, bank, $"agreement: {bank}\nversion: none\n");
        await Eventually.HoldsAsync("the bad agreement is a dead letter", () => broker.Topics.ReadAll(TopicNames.DeadLetters).Any(letter => letter.Message.Key == bank));
        Assert.True(silo.HasSaid("reader of agreements", "Consume", "left behind"));
        await HangingBroker.ComesBackAsync(silo, calls);
        Assert.Single(broker.Topics.ReadAll(TopicNames.DeadLetters), letter => letter.Message.Key == bank);
    }

    private async Task RedriveAsync(HangingSilo silo)
    {
        const string bank = "waiting-bank";
        (string, string)[] calls = [(UndeliveredReader.Client, "Consume"), (Redrive.Client, "Consume"), (Redrive.Client, "CommitTransaction")];
        UndeliveredKafka.Divert(broker.Topics.Address, Enumerable.Range(1, 3).Select(number => UndeliveredKafka.RecordOf(bank, $"{number}")), new UndeliveredBook(TimeProvider.System), "the topic is not there");
        var book = silo.Services.GetRequiredService<UndeliveredBook>();
        await Eventually.HoldsAsync("it is known", () => book.IsDiverted(TopicNames.ViolationsOf(bank)));
        Array.ForEach(calls, call => silo.HangNext(call.Item1, call.Item2));
        Assert.Null(await silo.Services.GetRequiredService<TopicProvisioner>().EnsureNowAsync(bank));
        await Eventually.HoldsAsync("it is delivered", () => silo.Hangs(Redrive.Client, "CommitTransaction") && silo.Services.GetRequiredService<UndeliveredFeed>().Loaded.IsCompleted && !book.IsDiverted(TopicNames.ViolationsOf(bank)) && Delivered() == 3);
        await HangingBroker.ComesBackAsync(silo, calls);
        Assert.Equal(3, Delivered());

        int Delivered() => broker.Topics.ReadAll(TopicNames.ViolationsOf(bank)).Count;
    }

    // The first one hangs, whoever asked by it, and the next one answers.
    private static async Task CheckAsync(HangingSilo silo, (string Client, string Call) call, Func<Task> ask)
    {
        silo.HangNext(call.Client, call.Call);
        await ask().ContinueWith(asked => Assert.True(asked.Exception?.GetBaseException() is null or ClientMissingException, $"{asked.Exception}"), TaskScheduler.Default);
        await Eventually.HoldsAsync($"`{call.Client}` is left behind in `{call.Call}`", () => silo.HasSaid($"`{call.Client}`", $"`{call.Call}`", "is left behind"));
        await ask();
        await HangingBroker.ComesBackAsync(silo, call);
    }
}
