using System.Text;
using Confluent.Kafka;
using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Schedules;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;
using Covenant.Tests.Commands;

namespace Covenant.Tests.LoadTests;

/// <summary>A whole run on a real broker, a real Redis and a real silo: what it measures, and that it finds what is wrong.</summary>
[Collection(nameof(Faults.FaultFixture))]
public sealed class LoadRunTests(ITestOutputHelper output) : IRunObserver, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<RunSample> _samples = [];

    [Fact]
    public async Task A_run_finds_a_violation_told_twice_and_one_invented_and_nothing_else_wrong()
    {
        var system = new SystemSettings { Silos = 1, Partitions = 2 };
        RealPart.Require(system.Mistake);
        var settings = new LoadRunSettings
        {
            System = system,
            Workload = new() { Seed = 5, Run = "abc123", Customers = 500, Institutions = 3, EventsPerSecond = 400, Violations = 0.05, Unreadable = 0.002, Late = 0.005, Duplicates = 0.01 },
            Profile = new() { Kind = ProfileKind.Steady, Rate = 400, Length = TimeSpan.FromSeconds(10) },
            WarmUp = TimeSpan.FromSeconds(3),
            Histogram = _folder.File("latencies.hlog"),
        };
        var outcome = await new LoadRun(settings, this).RunAsync(TestContext.Current.CancellationToken, PlantAsync);

        output.WriteLine($"{outcome.Load} {outcome.Latency} {outcome.Proof.Told} told: {string.Join(Environment.NewLine, outcome.Proof.Differences.Concat(outcome.Remarks))}");
        Assert.Equal((4_000, 4_000), (outcome.Load.Sent, outcome.Load.Judged));
        Assert.InRange(outcome.Proof.Expected, 100, 1_000);
        Assert.Equal((outcome.Proof.Expected + 2, 0, 1, 1), (outcome.Proof.Told, outcome.Proof.Missing, outcome.Proof.Invented, outcome.Proof.Doubled));
        Assert.Contains(outcome.Proof.Differences, difference => difference.StartsWith("invented:", StringComparison.Ordinal) && difference.Contains("abc123-0009999999", StringComparison.Ordinal));
        Assert.Contains(outcome.Proof.Differences, difference => difference.StartsWith("doubled:", StringComparison.Ordinal));

        Assert.InRange(outcome.Latency!.Count, 50, outcome.Proof.Told - 1);
        Assert.Equal(outcome.Samples, _samples);
        Assert.Equal(4_000, outcome.Samples.Sum(sample => sample.Sent * 1), tolerance: 400.0);
        Assert.Equal(["broker", "generator", "silo 1", "storage"], outcome.Processes.Select(process => process.Name).Order(StringComparer.Ordinal));
        Assert.All(outcome.Processes, process => Assert.All(process.Samples, sample => Assert.InRange(sample.Bytes, 1, long.MaxValue)));
        Assert.StartsWith("#", File.ReadAllText(_folder.File("latencies.hlog")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    void IRunObserver.Phase(string what) => output.WriteLine(what);

    void IRunObserver.Sample(RunSample sample) => _samples.Add(sample);

    void IRunObserver.Mark(RunMark mark) => output.WriteLine(mark.Name);

    // As a broken silo would: one violation of the bank's topic once more, and one of an event that never was.
    private static async Task PlantAsync(LoadSystem system)
    {
        const string Topic = "datause.bank-00.violations.v1";
        var told = new ConsumerConfig { BootstrapServers = system.Address, GroupId = "test", IsolationLevel = IsolationLevel.ReadCommitted };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(told).Build();
        consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        var one = consumer.Consume(TestContext.Current.CancellationToken).Message;
        var text = Encoding.UTF8.GetString(one.Value);
        var id = text.Split("\"id\":\"")[1].Split('"')[0];
        var at = text.IndexOf("\"event\":{\"id\":\"abc123-", StringComparison.Ordinal) + "\"event\":{\"id\":\"abc123-".Length;
        var invented = (text[..at] + "0009999999" + text[(at + 10)..]).Replace(id, "of-its-own", StringComparison.Ordinal);
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = system.Address }).Build();
        await producer.ProduceAsync(Topic, new Message<byte[], byte[]> { Key = one.Key, Value = one.Value });
        await producer.ProduceAsync(Topic, new Message<byte[], byte[]> { Key = one.Key, Value = Encoding.UTF8.GetBytes(invented) });
    }
}
