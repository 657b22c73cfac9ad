using System.Diagnostics;
using Confluent.Kafka;

namespace Covenant.LoadTests.Processes;

/// <summary>One broker and controller in a process of its own, in a temporary folder, on free ports of the loopback; killed at the end.</summary>
public sealed class KafkaNode : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly KafkaSettings _settings;
    private readonly DirectoryInfo _folder;
    private ChildProcess _process;

    private KafkaNode(KafkaSettings settings, DirectoryInfo folder, int port, int spare)
    {
        (_settings, _folder, Address, SpareAddress) = (settings, folder, $"127.0.0.1:{port}", $"127.0.0.1:{spare}");
        _process = Launch();
    }

    /// <summary>For <c>bootstrap.servers</c>.</summary>
    public string Address { get; }

    /// <summary>Nobody listens here but where the settings say so.</summary>
    public string SpareAddress { get; }

    public string LogTail => _process.LogTail;

    /// <summary>A new node that answers.</summary>
    public static async Task<KafkaNode> StartAsync(KafkaSettings settings)
    {
        // A free port can be taken by another between choosing and listening; then the node ends, and the next try takes others.
        for (var attempt = 1; ; attempt++)
        {
            var node = await FormatAndLaunchAsync(settings);
            if (await node.AnswersAsync(StartTimeout))
            {
                return node;
            }

            await node.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"kafka did not answer: {node.LogTail}");
            }
        }
    }

    /// <summary>Whether it answers before <paramref name="timeout"/> is over or its process ends.</summary>
    public async Task<bool> AnswersAsync(TimeSpan timeout)
    {
        using var client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Address })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < timeout && !_process.HasEnded;)
        {
            try
            {
                await client.DescribeClusterAsync(new() { RequestTimeout = TimeSpan.FromSeconds(1) });
                return true;
            }
            catch (KafkaException)
            {
                await Task.Delay(AskAgainAfter);
            }
        }

        return false;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForEndAsync();
    }

    public void Freeze() => _process.Freeze();

    public void Thaw() => _process.Thaw();

    /// <summary>On the same data and ports, after <see cref="KillAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Launch();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<KafkaNode> FormatAndLaunchAsync(KafkaSettings settings)
    {
        var folder = Directory.CreateTempSubdirectory("covenant-kafka-");
        var ports = FreePort.Some(3);
        var file = FileIn(folder);
        await File.WriteAllTextAsync(file, settings.Text(folder.FullName, ports[0], ports[1], ports[2]));
        var id = Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22].Replace('+', 'A').Replace('/', 'A');
        await using (var format = Java(settings, "kafka.tools.StorageTool", "format", "-t", id, "-c", file))
        {
            await format.WaitForEndAsync();
            if (format.ExitCode != 0)
            {
                throw new InvalidOperationException($"kafka's storage was not formatted: {format.LogTail}");
            }
        }

        return new KafkaNode(settings, folder, ports[0], ports[2]);
    }

    private static string FileIn(DirectoryInfo folder) => Path.Combine(folder.FullName, "server.properties");

    private static ChildProcess Java(KafkaSettings settings, params string[] arguments) => ChildProcess.Start(
        settings.Java, ["-Xmx512m", $"-Dlog4j2.configurationFile={settings.Home}/config/log4j2.yaml", .. settings.JavaArguments, "-cp", $"{settings.Home}/libs/*", .. arguments]);

    private ChildProcess Launch() => Java(_settings, "kafka.Kafka", FileIn(_folder));
}
