using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Covenant.LoadTests.Chaos.Load;
using Covenant.LoadTests.Processes;
using Covenant.LoadTests.Systems;

namespace Covenant.LoadTests.Chaos;

/// <summary>The silos of a run. One that ends by itself is noted, and started again as an operator's supervisor would.</summary>
public sealed class SiloCrew : IAsyncDisposable
{
    // Of the silo's log, before the record's name.
    private const string TakenWords = " changed by ";

    // Of a silo that hung until the others went on without it, and was thawed: it ends, and whoever runs it starts it again.
    private const string DeclaredDeadWords = "is out of the cluster";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly StageSettings _settings;
    private readonly SystemParts _parts;
    private readonly string _group;
    private readonly ConcurrentDictionary<SiloNode, bool> _expectedDown = [];
    private readonly List<string> _surprises = [];
    private readonly List<TextWriter> _logs = [];
    private readonly SemaphoreSlim _reviving = new(1, 1);
    private readonly ConcurrentDictionary<(SiloNode Silo, string Record), bool> _taken = [];
    private ImmutableArray<SiloNode> _silos = [];

    public SiloCrew(StageSettings settings, SystemParts parts, string group) => (_settings, _parts, _group) = (settings, parts, group);

    public IReadOnlyList<SiloNode> Silos => _silos;

    /// <summary>Silos that ended though nobody told them to, or not as they were told to.</summary>
    public IReadOnlyList<string> Surprises => _surprises;

    public async Task StartAsync(int count, CancellationToken token)
    {
        for (var number = 0; number < count; number++)
        {
            Add();
        }

        await Task.WhenAll(_silos.Select(silo => ReadyAsync(silo, token)));
    }

    /// <summary>One more, that has only begun to start.</summary>
    public SiloNode Add()
    {
        var silo = new SiloNode($"silo {_silos.Length + 1}", _settings.Executable, Settings());
        silo.Said += line =>
        {
            if (line.LastIndexOf(TakenWords, StringComparison.Ordinal) is > 0 and var at)
            {
                _taken[(silo, line[(at + TakenWords.Length)..])] = true;
            }
        };
        Keep(silo);
        _silos = _silos.Add(silo);
        return silo;
    }

    public async Task ReadyAsync(SiloNode silo, CancellationToken token)
    {
        if (!await silo.IsReadyAsync(_settings.Patience, token))
        {
            throw new InvalidOperationException($"{silo.Name} {(silo.HasEnded ? $"ended with exit code {silo.ExitCode} before it was ready" : $"was not ready within {_settings.Patience}")}: {silo.LogTail}");
        }
    }

    /// <summary>All of them, each as a rolling update does.</summary>
    public Task StopAllAsync() => Task.WhenAll(_silos.Select(StopAsync));

    /// <summary>After <see cref="StopAllAsync"/>; they judge again.</summary>
    public Task StartAllAgainAsync(CancellationToken token) => Task.WhenAll(_silos.Select(silo => StartAgainAsync(silo, token)));

    /// <summary>Starts a silo that is stopped, and waits until it has ended by itself or is ready; it is stopped afterwards.</summary>
    /// <returns>What it said, where it ended with an exit code that says that it may not start; null where it did not.</returns>
    public async Task<string?> RefusesToStartAsync(SiloNode silo, CancellationToken token)
    {
        await silo.StartAgainAsync();
        _ = await silo.IsReadyAsync(_settings.Patience, token);
        var refuses = silo.HasEnded && silo.ExitCode == 1;
        await silo.StopAsync(_settings.Patience / 4);
        return refuses ? silo.LastLog : null;
    }

    public async Task KillAsync(SiloNode silo)
    {
        _expectedDown[silo] = true;
        await silo.KillAsync();
    }

    /// <summary>As a rolling update does.</summary>
    public async Task StopAsync(SiloNode silo)
    {
        _expectedDown[silo] = true;
        var code = await silo.StopAsync(_settings.Patience / 4);
        if (code != 0 && !IsDeclaredDead(silo))
        {
            _surprises.Add($"{silo.Name} was asked to stop, and ended with exit code {code}: {silo.LogTail}");
        }
    }

    /// <summary>After <see cref="KillAsync"/> or <see cref="StopAsync"/>; it judges again.</summary>
    public async Task StartAgainAsync(SiloNode silo, CancellationToken token)
    {
        await silo.StartAgainAsync();
        _expectedDown.TryRemove(silo, out _);
        await ReadyAsync(silo, token);
    }

    /// <summary>Starts again, once, each silo that has ended by itself. Whoever waits for silos calls it as it waits.</summary>
    public async Task ReviveAsync()
    {
        await _reviving.WaitAsync();
        try
        {
            foreach (var silo in _silos.Where(silo => silo.HasEnded && !_expectedDown.ContainsKey(silo)))
            {
                if (!IsDeclaredDead(silo))
                {
                    _surprises.Add($"{silo.Name} ended by itself with exit code {silo.ExitCode}: {silo.LogTail}");
                }

                await silo.StartAgainAsync();
            }
        }
        finally
        {
            _reviving.Release();
        }
    }

    /// <summary>What became of each silo, how it says that it is, and what it said last.</summary>
    public async Task<string> DescribeAsync(CancellationToken token)
    {
        var silos = await Task.WhenAll(_silos.Select(async silo =>
            $"{silo.Name} {(silo.HasEnded ? $"ended with exit code {silo.ExitCode}" : $"runs, {await silo.HealthAsync(token)}")}: {silo.LogTail}"));
        return string.Join(Environment.NewLine, _surprises.Concat(silos));
    }

    /// <summary>Whether every silo that runs has taken one of these records, or was started after it was there, before <paramref name="timeout"/> is over.</summary>
    internal async Task<bool> KnowAsync(IReadOnlyList<PublishedAgreement> published, TimeSpan timeout, CancellationToken token)
    {
        bool Knows(SiloNode silo) => _expectedDown.ContainsKey(silo) || published.Any(one => silo.StartedAt > one.At || _taken.ContainsKey((silo, one.Name)));
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < timeout;)
        {
            if (_silos.All(Knows))
            {
                return true;
            }

            await Task.Delay(LookEvery, token);
            await ReviveAsync();
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        _reviving.Dispose();
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        _logs.ForEach(log => log.Dispose());
    }

    private void Keep(SiloNode silo)
    {
        if (_settings.Logs is { } folder)
        {
            var file = TextWriter.Synchronized(new StreamWriter(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{silo.Name.Replace(' ', '-')}.log")) { AutoFlush = true });
            _logs.Add(file);
            silo.Said += line => file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}"));
        }
    }

    private static bool IsDeclaredDead(SiloNode silo) => silo.LogTail.Contains(DeclaredDeadWords, StringComparison.Ordinal);

    private Dictionary<string, string> Settings()
    {
        var ports = FreePort.Some(2);
        var settings = new Dictionary<string, string>
        {
            ["Covenant:Kafka:group.id"] = _group,
            ["Covenant:State:Table"] = _group,
            ["Covenant:Cluster:Port"] = ports[0].ToString(CultureInfo.InvariantCulture),
            [SiloNode.HttpPort] = ports[1].ToString(CultureInfo.InvariantCulture),
            ["Covenant:Ingestion:IdleAfter"] = (_settings.IdleAfter ?? TimeSpan.FromDays(1)).ToString(),
            ["Covenant:Ingestion:CommitEvery"] = "00:00:00.200",
            ["Logging:LogLevel:Covenant"] = "Information",
        };
        if (_parts.Membership is { } membership)
        {
            settings["Covenant:Cluster:Provider"] = "Redis";
            settings["Covenant:Cluster:ConnectionString"] = membership.Address;
            settings["Covenant:Cluster:ClusterId"] = _group;
            settings["Covenant:Cluster:Address"] = "127.0.0.1";
        }

        foreach (var (name, value) in _parts.Broker.ClientSettings)
        {
            settings[$"Covenant:Kafka:{name}"] = value;
        }

        foreach (var (name, value) in (_parts.Storage?.SiloSettings ?? new Dictionary<string, string>()).Concat(_settings.Silo))
        {
            settings[name] = value;
        }

        return settings;
    }
}
