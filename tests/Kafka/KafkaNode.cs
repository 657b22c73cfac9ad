using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Confluent.Kafka;

namespace Covenant.Tests.Kafka;

/// <summary>One broker and controller in a process of its own, in a temporary folder, on free ports; killed at the end.</summary>
internal sealed class KafkaNode : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly StringBuilder _log = new();

    private KafkaNode(Process process, DirectoryInfo folder, int port)
    {
        (_process, _folder, Address) = (process, folder, $"127.0.0.1:{port}");
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Address { get; }

    public string LogTail
    {
        get
        {
            lock (_log)
            {
                return _log.ToString()[Math.Max(0, _log.Length - 2_000)..];
            }
        }
    }

    public static async Task<KafkaNode> FormatAndStartAsync(string home, string java)
    {
        var folder = Directory.CreateTempSubdirectory("covenant-kafka-");
        var (port, controller) = FreePorts();
        var settings = Path.Combine(folder.FullName, "server.properties");
        await File.WriteAllTextAsync(settings, Settings(folder.FullName, port, controller));
        using (var format = Start(home, java, "kafka.tools.StorageTool", "format", "-t", Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22].Replace('+', 'A').Replace('/', 'A'), "-c", settings))
        {
            var said = await format.StandardOutput.ReadToEndAsync() + await format.StandardError.ReadToEndAsync();
            await format.WaitForExitAsync();
            Assert.True(format.ExitCode == 0, $"kafka's storage was not formatted: {said}");
        }

        return new KafkaNode(Start(home, java, "kafka.Kafka", settings), folder, port);
    }

    /// <summary>Whether it answers before <paramref name="timeout"/> is over or its process ends.</summary>
    public async Task<bool> AnswersAsync(TimeSpan timeout)
    {
        using var client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Address })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < timeout && !_process.HasExited;)
        {
            try
            {
                await client.DescribeClusterAsync(new() { RequestTimeout = TimeSpan.FromSeconds(1) });
                return true;
            }
            catch (KafkaException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Start(string home, string java, params string[] arguments)
    {
        var start = new ProcessStartInfo(java) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = ["-Xmx512m", $"-Dlog4j2.configurationFile={home}/config/log4j2.yaml", "-cp", $"{home}/libs/*", .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        return Process.Start(start) ?? throw new InvalidOperationException($"`{java}` did not start");
    }

    private static (int Port, int Controller) FreePorts()
    {
        using TcpListener one = new(IPAddress.Loopback, 0), other = new(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }

    private static string Settings(string folder, int port, int controller) => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{controller}
        listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
        advertised.listeners=PLAINTEXT://127.0.0.1:{port}
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={folder}/data
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=8
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        auto.create.topics.enable=false
        num.partitions=4
        """;

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
