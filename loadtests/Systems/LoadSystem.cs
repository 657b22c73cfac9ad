using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Workload;
using Covenant.Silo.Kafka;

namespace Covenant.LoadTests.Systems;

/// <summary>The system under load; what of it is the run's own is stopped at disposal.</summary>
public sealed class LoadSystem : IAsyncDisposable
{
    // A silo that runs takes in an agreement within moments; an event that came before it would be a dead letter.
    private static readonly TimeSpan AgreementsTake = TimeSpan.FromSeconds(3);

    private readonly SystemSettings _settings;
    private readonly IReadOnlyList<string> _toldTopics;

    private LoadSystem(SystemSettings settings, WorkloadSettings workload, SystemParts? parts)
    {
        (_settings, _toldTopics) = (settings, LoadTopics.Told(new Population(workload).Institutions));
        Parts = parts;
        Address = parts?.Broker.Address ?? settings.BootstrapServer!;
        Group = parts is null ? settings.Group : $"load{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}";
        var stage = new StageSettings { Executable = settings.Silo!, Seed = 0, Partitions = settings.Partitions, IdleAfter = TimeSpan.FromSeconds(5), Silo = SiloSettings(settings) };
        Crew = parts is null ? null : new SiloCrew(stage, parts, Group);
    }

    /// <summary>For <c>bootstrap.servers</c>.</summary>
    public string Address { get; }

    public string Group { get; }

    /// <summary>Null where the system ran already.</summary>
    public SystemParts? Parts { get; }

    /// <summary>Null where the system ran already.</summary>
    public SiloCrew? Crew { get; }

    /// <summary>Null where the system ran already.</summary>
    internal IFaultTarget? FaultTarget => Parts is null ? null : new OwnParts(Parts, Crew!, _toldTopics);

    /// <summary>Silos that ended though nobody told them to, or not as they were told to.</summary>
    internal IReadOnlyList<string> Surprises => Crew?.Surprises ?? [];

    /// <summary>Broker and storage run, topics are there, agreements are published; silos of the run's own are not started yet.</summary>
    public static async Task<LoadSystem> StartAsync(SystemSettings settings, WorkloadSettings workload, CancellationToken token)
    {
        var system = new LoadSystem(settings, workload, settings.IsSelfContained ? await SystemParts.StartAsync(settings.PartsOf()) : null);
        try
        {
            await LoadTopics.CreateMissingAsync(system.Address, new Population(workload).Institutions, settings.Partitions);
            await system.PublishAgreementsAsync(workload, token);
            return system;
        }
        catch (KafkaException away) when (!settings.IsSelfContained)
        {
            throw new InvalidOperationException($"`{system.Address}` could not be used: {BrokerWords.Of(away.Error).Words}; say where a broker listens", away);
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when they judge; does nothing where the system ran already.</summary>
    public async Task StartSilosAsync(CancellationToken token)
    {
        if (Crew is not null)
        {
            await LoadTopics.GroupsAnswerAsync(Address, Group, token);
            await Crew.StartAsync(_settings.Silos, token);
        }
    }

    /// <summary>The processes of the run's own, by name; this one is the generator.</summary>
    internal IEnumerable<(string Name, Func<int> Id)> Processes()
    {
        yield return (Measuring.ProcessWatch.Generator, () => Environment.ProcessId);
        if (Parts is not null)
        {
            yield return ("broker", () => Parts.Broker.ProcessId);
            foreach (var silo in Crew!.Silos)
            {
                yield return (silo.Name, () => silo.ProcessId);
            }

            if (Parts.Storage is { } storage)
            {
                yield return ("storage", () => storage.ProcessId);
            }
        }
    }

    /// <summary>Starts silos again that have ended by themselves.</summary>
    internal Task ReviveAsync() => Crew?.ReviveAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (Crew?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Parts?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    // What a stage of faults sets for its own ends stays at a silo's defaults here.
    private static Dictionary<string, string> SiloSettings(SystemSettings settings) => new(settings.SiloSettings
        .Concat(new Dictionary<string, string> { ["Covenant:Ingestion:CommitEvery"] = "00:00:01", ["Logging:LogLevel:Covenant"] = "Warning" })
        .DistinctBy(setting => setting.Key));

    private async Task PublishAgreementsAsync(WorkloadSettings workload, CancellationToken token)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = Address, EnableIdempotence = true }).SetLogHandler((_, _) => { }).Build();
        var published = new Population(workload).Institutions.Select(institution => producer.ProduceAsync(
            ChaosTopics.Agreements, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(institution), Value = Encoding.UTF8.GetBytes(BenchAgreement.TextFor(institution)) }, token));
        await Task.WhenAll(published);
        if (!_settings.IsSelfContained)
        {
            await Task.Delay(AgreementsTake, token);
        }
    }

    private sealed record OwnParts(SystemParts Parts, SiloCrew Crew, IReadOnlyList<string> ToldTopics) : IFaultTarget;
}
