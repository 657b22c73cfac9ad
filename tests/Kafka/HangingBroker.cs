using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.Grains.Agreements;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Kafka;

/// <summary>
/// A broker for silos of which calls hang, each in a group of its own, and a bank of which each touch is three violations, more than one
/// batch of its topic may hold.
/// </summary>
/// <remarks>Of its own: every silo there tells all.</remarks>
public sealed class HangingBroker : IAsyncLifetime
{
    internal const string Institution = "hanging-bank";

    private const int BatchBytesMax = 2_500;

    private static readonly string[] Clauses = ["first", "second", "third"];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private KafkaNode? _kafka;
    private int _events;

    internal KafkaTopics Topics { get; private set; } = null!;

    /// <summary>How many were published.</summary>
    internal int Events => _events;

    /// <summary>To which the bank's events go.</summary>
    internal TopicPartition Written { get; } = new(TopicNames.Events, 0);

    public async ValueTask InitializeAsync()
    {
        KafkaFixture.SkipWhereMissing();
        _kafka = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! });
        Topics = new KafkaTopics(_kafka.Address);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _kafka.Address }).SetLogHandler((_, _) => { }).Build();
        await admin.CreateTopicsAsync([
            .. TopicPlan.BuiltIn(1).Select(plan => new Confluent.Kafka.Admin.TopicSpecification { Name = plan.Name, NumPartitions = 1, Configs = plan.Settings }),
            new() { Name = TopicNames.ViolationsOf(Institution), NumPartitions = 1, Configs = new() { ["max.message.bytes"] = BatchBytesMax.ToString(CultureInfo.InvariantCulture) } },
        ]);
        await Topics.PublishAsync(
            TopicNames.Agreements, Institution,
            $"agreement: {Institution}\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n{string.Concat(Clauses.Select(clause => $"  - id: {clause}\n    prohibit: {{ purposes: dpv:Advertising }}\n"))}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_kafka is not null)
        {
            await _kafka.DisposeAsync();
        }
    }

    internal async Task<HangingSilo> StartSiloAsync(string group, params string[] settings)
    {
        var silo = await HangingSilo.StartAsync(Topics.Address, group, settings);
        var books = silo.Services.GetRequiredService<AgreementBooks>();
        await silo.EventuallyAsync("the agreement is in force", () => books.Current.Find(Institution) is not null);
        return silo;
    }

    /// <summary>Publishes a touch, and waits until this silo has told it.</summary>
    internal async Task TellsAsync(HangingSilo silo)
    {
        var id = $"h-{Interlocked.Increment(ref _events)}";
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Topics.Address }).SetLogHandler((_, _) => { }).Build();
        var at = await producer.ProduceAsync(Written, new Message<string, byte[]> { Key = $"{Institution}/c-1", Value = Encoding.UTF8.GetBytes(EventOf(id)) }, TestContext.Current.CancellationToken);
        using var reader = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = Topics.Address, GroupId = silo.Group, EnableAutoCommit = false }).SetLogHandler((_, _) => { }).Build();
        await silo.EventuallyAsync($"`{silo.Group}` has told `{id}`", () => Committed(reader).Value > at.Offset.Value);
    }

    private Offset Committed(IConsumer<Ignore, Ignore> reader)
    {
        try
        {
            return reader.Committed([Written], Timeout)[0].Offset;
        }
        catch (KafkaException passing) when (passing.Error.Code is Confluent.Kafka.ErrorCode.Local_TimedOut)
        {
            // A busy broker is asked again.
            return Offset.Unset;
        }
    }

    /// <summary>Makes calls hang one after the other, each of a client that took the place of the one before.</summary>
    internal async Task CheckTellingAsync(HangingSilo silo, params (string Client, string Call)[] calls)
    {
        await TellsAsync(silo);
        Array.ForEach(calls, one => silo.HangNext(one.Client, one.Call));
        await TellsAsync(silo);
        foreach (var (client, call) in calls)
        {
            await silo.EventuallyAsync($"`{silo.Group}` says that `{client}` is left behind in `{call}`", () => silo.HasSaid($"`{client}`", $"`{call}`", "is left behind; another one takes its place"));
        }

        await ComesBackAsync(silo, calls);
        await TellsAsync(silo);
    }

    /// <summary>What hangs is let go: it ends then.</summary>
    internal static async Task ComesBackAsync(HangingSilo silo, params (string Client, string Call)[] calls)
    {
        foreach (var (client, call) in calls)
        {
            silo.LetGo(client, call);
            await Eventually.HoldsAsync($"`{client}` has come back from `{call}`", () => silo.HasSaid($"`{client}`", $"has come back from `{call}`"));
        }
    }

    /// <summary>Each of so many silos has told each violation once.</summary>
    /// <param name="after">So many events were published before.</param>
    internal void AssertToldOnce(int silos, int after)
    {
        var told = Topics.ReadAll(TopicNames.ViolationsOf(Institution)).ConvertAll(record =>
        {
            Assert.True(ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake), mistake);
            return $"{violation.Event.Id} {violation.Clause}";
        });
        var expected = Enumerable.Range(after + 1, _events - after).SelectMany(number => Clauses.Select(clause => $"h-{number} {clause}")).SelectMany(one => Enumerable.Repeat(one, silos));
        var earlier = Enumerable.Range(1, after).Select(number => $"h-{number} ").ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Where(one => !earlier.Exists(begun => one.StartsWith(begun, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
    }

    private static string EventOf(string id) =>
        $$$"""{"specversion":"1.0","id":"{{{id}}}","time":"2026-03-01T12:00:00Z","data":{"institution":"{{{Institution}}}","customer":"c-1","operation":"dpv:Use","purposes":["dpv:Advertising"]}}""";
}
