using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Processes;
using Covenant.Silo.Topics;
using Covenant.Tests.Kafka;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Faults;

/// <summary>A broker and one silo, in processes of their own, and a bank of which each touch is a violation.</summary>
public sealed class BrokerRestartFixture : IAsyncDisposable
{
    private const string Institution = "restarted-bank";

    private const string Customer = "c-1";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, byte> _told = new();
    private readonly CancellationTokenSource _over = new();
    private Task _reading = Task.CompletedTask;
    private KafkaNode? _kafka;
    private SiloNode? _silo;
    private KafkaTopics? _topics;
    private int _events;

    internal KafkaNode Kafka => _kafka!;

    internal SiloNode Silo => _silo!;

    /// <summary>What it has told is read, and it is ready.</summary>
    /// <param name="more">Settings of the silo, by their full names.</param>
    public async Task StartAsync(IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        if (_silo is not null)
        {
            return;
        }

        KafkaFixture.SkipWhereMissing();
        _kafka = await KafkaNode.StartAsync(new KafkaSettings { Home = KafkaHome.Find()!, Java = JavaRuntime.Find()! });
        _topics = new KafkaTopics(_kafka.Address);
        var ports = FreePort.Some(2);
        _silo = new SiloNode("restart", SiloExecutable.Find()!, new Dictionary<string, string>(more ?? [])
        {
            ["Covenant:Kafka:bootstrap.servers"] = _kafka.Address,
            ["Covenant:Cluster:Port"] = $"{ports[0]}",
            [SiloNode.HttpPort] = $"{ports[1]}",
        });
        Assert.True(await _silo.IsReadyAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), _silo.LogTail);
        await _topics.PublishAsync(TopicNames.Agreements, Institution, $"agreement: {Institution}\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: never\n    prohibit: {{ purposes: dpv:Advertising }}\n");
        await Eventually.HoldsAsync("the bank's topic is there", () => Violations() >= 0);
        _reading = Task.Factory.StartNew(() => Read(_over.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await TellsAsync();
    }

    /// <summary>Publishes a touch, and waits until its violation is told.</summary>
    public async Task<TimeSpan> TellsAsync(string customer = Customer)
    {
        var begun = Stopwatch.GetTimestamp();
        await ToldAsync(await TouchAsync(customer));
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Waits until the violation of a touch is told.</summary>
    public async Task ToldAsync(string id)
    {
        try
        {
            await Eventually.HoldsAsync($"the violation of `{id}` is told", () => _told.ContainsKey(id));
        }
        catch (Exception) when (Log(Silo.HealthAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult()))
        {
            throw;
        }
    }

    /// <summary>Waits until the silo says so of itself, as whoever asks it for its readiness reads it.</summary>
    public async Task SaysAsync(params string[] parts)
    {
        var health = "";
        try
        {
            await Eventually.HoldsAsync($"health says {string.Join(", ", parts)}", () =>
            {
                health = Silo.HealthAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                return parts.All(part => health.Contains(part, StringComparison.Ordinal));
            });
        }
        catch (Exception) when (Log(health))
        {
            throw;
        }
    }

    private bool Log(string health)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"health: {health}; silo: {Silo.LogTail}");
        return true;
    }

    /// <summary>One touch after the other, until it is told that this is over.</summary>
    public async Task LoadAsync(Func<bool> isOver)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Kafka.Address, EnableIdempotence = true, ReconnectBackoffMaxMs = 1_000 })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        while (!isOver())
        {
            producer.Produce(TopicNames.Events, new Message<string, byte[]> { Key = $"{Institution}/{Customer}", Value = Event(NextId(), Customer) });
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>More touches than a silo tells in a moment; they are in the log when this returns.</summary>
    public void Burst(int touches)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig { BootstrapServers = Kafka.Address, EnableIdempotence = true }).SetLogHandler((_, _) => { }).Build();
        for (var count = 0; count < touches; count++)
        {
            producer.Produce(TopicNames.Events, new Message<string, byte[]> { Key = $"{Institution}/{Customer}", Value = Event(NextId(), Customer) });
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(60)));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _over.Dispose();
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        if (_kafka is not null)
        {
            await _kafka.DisposeAsync();
        }
    }

    private string NextId() => $"e-{Interlocked.Increment(ref _events)}";

    /// <summary>Publishes a touch.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> TouchAsync(string customer = Customer)
    {
        var id = NextId();
        await _topics!.PublishAsync(TopicNames.Events, $"{Institution}/{customer}", Event(id, customer));
        return id;
    }

    // Not to the end of the topic, which never comes while there is a load.
    private void Read(CancellationToken token)
    {
        using var reader = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = Kafka.Address, GroupId = "reader", EnableAutoCommit = false, ReconnectBackoffMaxMs = 1_000 })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        reader.Assign(_topics!.PartitionsOf(TopicNames.ViolationsOf(Institution)).Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var reminder = new Covenant.Silo.Kafka.BrokerReminder(reader, Kafka.Address);
        while (!token.IsCancellationRequested)
        {
            if (reader.Consume(Poll) is { } read && ViolationReader.TryRead(read.Message.Value, out var violation, out _))
            {
                _told.TryAdd(violation.Event.Id.ToString()!, 0);
            }

            reminder.NowAndThen();
        }
    }

    private int Violations()
    {
        try
        {
            return _topics!.PartitionsOf(TopicNames.ViolationsOf(Institution)).Count - 1;
        }
        catch (KafkaException)
        {
            return -1;
        }
    }

    private static byte[] Event(string id, string customer) => Encoding.UTF8.GetBytes(
        $$$"""{"specversion":"1.0","id":"{{{id}}}","time":"2026-03-01T12:00:00Z","data":{"institution":"{{{Institution}}}","customer":"{{{customer}}}","operation":"dpv:Use","purposes":["dpv:Advertising"]}}""");
}
