using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.Grains.Agreements;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Kafka;

/// <summary>
/// Each call into a Kafka client that blocks is made to hang: its client is left behind with a line that names the call, what there is to
/// tell is told, once, and the client ends where it comes back.
/// </summary>
public sealed class HangingCallTests(HangingCallTests.Fixture fixture) : IClassFixture<HangingCallTests.Fixture>
{
    [Fact]
    public Task A_producer_that_hangs_in_its_positions_and_the_next_one_in_its_beginning() =>
        CheckTellingAsync((Writer, "SendOffsetsToTransaction"), (Writer, "InitTransactions"));

    [Fact]
    public Task A_producer_that_hangs_before_a_transaction_and_the_next_one_in_its_commit() =>
        CheckTellingAsync((Writer, "BeginTransaction"), (Writer, "CommitTransaction"));

    [Fact]
    public Task A_consumer_that_hangs_while_it_reads_and_the_next_one_while_it_begins() =>
        CheckTellingAsync((GroupMembership.Client, "Consume"), (GroupMembership.Client, "Seek"));

    [Fact]
    public Task A_consumer_that_does_not_say_which_member_it_is() => CheckTellingAsync((GroupMembership.Client, "ConsumerGroupMetadata"));

    [Fact]
    public async Task Clients_that_hang_are_asked_no_more_and_new_ones_answer()
    {
        var services = (await fixture.SiloAsync()).Services;
        var (positions, topics, records) = (services.GetRequiredService<PublishedPositions>(), services.GetRequiredService<TopicProvisioner>(), services.GetRequiredService<RecordReader>());
        var token = TestContext.Current.CancellationToken;
        await fixture.TellsAsync();
        await CheckAsync(("reader of wakes", "Committed"), () => Task.Run(() => positions.Read([fixture.Written])));
        await CheckAsync(("reader of positions", "QueryWatermarkOffsets"), () => Task.Run(() => positions.EndOf(fixture.Written)));
        await CheckAsync(("administrator of topics", "GetMetadata"), async () => Assert.True(await topics.AnswersAsync() || fixture.Silo.HasSaid("GetMetadata")));
        await CheckAsync(("reader of single records", "Assign"), () => records.FetchAsync(fixture.Written, [positions.EndOf(fixture.Written) - 2], "a test", token));
    }

    [Fact]
    public async Task An_agreement_is_read_and_a_refused_one_is_told_of_though_a_client_hangs_in_it()
    {
        var silo = await fixture.SiloAsync();
        silo.HangNext("reader of agreements", "Consume");
        silo.HangNext("writer of refused agreements", "CommitTransaction");
        await fixture.Topics.PublishAsync(TopicNames.Agreements, Fixture.Institution, "agreement: hanging-bank\nversion: none\n");
        await Eventually.HoldsAsync("the bad agreement is a dead letter", () => fixture.Topics.ReadAll(TopicNames.DeadLetters).Any(letter => letter.Message.Key == Fixture.Institution));
        Assert.True(silo.HasSaid("reader of agreements", "Consume", "left behind"));
        await fixture.ComesBackAsync(("reader of agreements", "Consume"), ("writer of refused agreements", "CommitTransaction"));
        Assert.Single(fixture.Topics.ReadAll(TopicNames.DeadLetters), letter => letter.Message.Key == Fixture.Institution);
    }

    [Fact]
    public async Task A_watcher_that_hangs_says_that_it_cannot_look()
    {
        var silo = await fixture.SiloAsync();
        silo.HangNext("watcher of positions", "Committed");
        await Eventually.HoldsAsync("health says that nobody looks", () => silo.HealthAsync(HealthEndpoints.Ready).GetAwaiter().GetResult().Contains("the watcher of silence cannot look", StringComparison.Ordinal));
        await Eventually.HoldsAsync("another client looks", () => !silo.HealthAsync(HealthEndpoints.Ready).GetAwaiter().GetResult().Contains("cannot look", StringComparison.Ordinal));
        await fixture.ComesBackAsync(("watcher of positions", "Committed"));
    }

    [Fact]
    public async Task A_partition_that_tells_nothing_makes_the_silo_unready_whatever_the_cause_and_one_that_is_held_does_not()
    {
        var silo = await fixture.SiloAsync();
        silo.Refuse((_, call) => _ = call == "BeginTransaction" ? throw new KafkaException(Confluent.Kafka.ErrorCode.Local_State) : call);
        var telling = fixture.TellsAsync();
        await Eventually.HoldsAsync("the silo is not ready", () => Ready().Contains($"partition {fixture.Written.Partition.Value} of `{TopicNames.Events}` has told up to offset", StringComparison.Ordinal));
        Assert.Contains("\"status\":\"unhealthy\"", Ready(), StringComparison.Ordinal);
        Assert.StartsWith("{\"status\":\"healthy\"", await silo.HealthAsync(HealthEndpoints.Live), StringComparison.Ordinal);

        silo.Services.GetRequiredService<HeldPartitions>().Hold(fixture.Written, "a test");
        Assert.Contains("for it is held: a test", Ready(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"status\":\"unhealthy\"", Ready(), StringComparison.Ordinal);

        silo.Refuse(null);
        await telling;
        silo.Services.GetRequiredService<HeldPartitions>().LetGo(fixture.Written);
        await Eventually.HoldsAsync("nothing is silent", () => Ready().Contains("no partition has had something to tell", StringComparison.Ordinal));

        string Ready() => silo.HealthAsync(HealthEndpoints.Ready).GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Four_clients_that_are_missing_end_the_silo()
    {
        // What is there is the other silo's to tell.
        await fixture.SiloAsync();
        await fixture.Topics.BeginAtEndAsync("hanging-four", TopicNames.Events);
        await using var silo = await HangingSilo.StartAsync(fixture.Topics.Address, "hanging-four");
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

    private const string Writer = "writer of transactions";

    private async Task CheckTellingAsync(params (string Client, string Call)[] calls)
    {
        var silo = await fixture.SiloAsync();
        await fixture.TellsAsync();
        foreach (var (client, call) in calls)
        {
            silo.HangNext(client, call);
        }

        await fixture.TellsAsync();
        Assert.All(calls, one => Assert.True(silo.HasSaid($"`{one.Client}`", $"`{one.Call}`", "is left behind; another one takes its place"), $"{one} is said"));
        await fixture.ComesBackAsync(calls);
        await fixture.TellsAsync();
    }

    // The first one hangs, and the next one answers.
    private async Task CheckAsync((string Client, string Call) call, Func<Task> ask)
    {
        fixture.Silo.HangNext(call.Client, call.Call);
        await ask().ContinueWith(asked => Assert.True(asked.Exception?.GetBaseException() is null or ClientMissingException, $"{asked.Exception}"), TaskScheduler.Default);
        Assert.True(fixture.Silo.HasSaid($"`{call.Client}`", $"`{call.Call}`", "is left behind"), $"{call} is said");
        await ask();
        await fixture.ComesBackAsync(call);
    }

    /// <summary>One silo for all, and a bank of which each touch is a violation.</summary>
    /// <remarks>On a broker of its own: every other silo there would tell the same once more.</remarks>
    public sealed class Fixture : IAsyncDisposable
    {
        internal const string Institution = "hanging-bank";

        private KafkaNode? _kafka;
        private HangingSilo? _silo;
        private KafkaTopics? _topics;
        private int _events;

        internal HangingSilo Silo => _silo!;

        internal KafkaTopics Topics => _topics!;

        /// <summary>To which the bank's events go.</summary>
        internal TopicPartition Written { get; private set; } = new(TopicNames.Events, 0);

        internal async Task<HangingSilo> SiloAsync()
        {
            if (_silo is null)
            {
                KafkaFixture.SkipWhereMissing();
                _kafka = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! });
                _topics = new KafkaTopics(_kafka.Address);
                _silo = await HangingSilo.StartAsync(_topics.Address, "hanging");
                var books = _silo.Services.GetRequiredService<AgreementBooks>();
                await Eventually.HoldsAsync("the agreements' topic is read", () => _silo.Services.GetRequiredService<Covenant.Silo.Agreements.AgreementsFeed>().Loaded.IsCompleted);
                await _topics.PublishAsync(TopicNames.Agreements, Institution, $"agreement: {Institution}\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: never\n    prohibit: {{ purposes: dpv:Advertising }}\n");
                await Eventually.HoldsAsync("the agreement is in force", () => books.Current.Find(Institution) is not null);
            }

            return _silo;
        }

        /// <summary>A touch is told, once, and so is all before it.</summary>
        public async Task TellsAsync()
        {
            var id = $"h-{++_events}";
            await Topics.PublishAsync(TopicNames.Events, $"{Institution}/c-1", Encoding.UTF8.GetBytes(
                $$$"""{"specversion":"1.0","id":"{{{id}}}","time":"2026-03-01T12:00:00Z","data":{"institution":"{{{Institution}}}","customer":"c-1","operation":"dpv:Use","purposes":["dpv:Advertising"]}}"""), Written.Partition.Value);
            await Eventually.HoldsAsync($"the violation of `{id}` is told", () => Told().Contains(id));
            Assert.Equal(Enumerable.Range(1, _events).Select(number => $"h-{number}"), Told());
        }

        /// <summary>What hangs is let go: it ends then.</summary>
        internal async Task ComesBackAsync(params (string Client, string Call)[] calls)
        {
            Silo.LetGo();
            foreach (var (client, call) in calls)
            {
                await Eventually.HoldsAsync($"`{client}` has come back", () => Silo.HasSaid($"`{client}`", $"has come back from `{call}`"));
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_silo is not null)
            {
                await _silo.DisposeAsync();
            }

            if (_kafka is not null)
            {
                await _kafka.DisposeAsync();
            }
        }

        private List<string> Told() => Topics.ReadAll(TopicNames.ViolationsOf(Institution)).ConvertAll(record =>
        {
            Assert.True(ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake), mistake);
            return violation.Event.Id.ToString()!;
        });
    }
}
