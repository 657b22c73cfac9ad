using System.Globalization;
using Confluent.Kafka;

namespace Covenant.LoadTests.Processes;

/// <summary>One broker and controller of Apache Kafka.</summary>
public sealed class KafkaNode : ServerNode
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    private readonly KafkaSettings _settings;
    private readonly int[] _ports = FreePort.Some(3);

    // One for all questions: librdkafka 2.16 has crashed where a client was disposed of while its broker came up.
    private readonly IAdminClient _client;

    private KafkaNode(KafkaSettings settings)
        : base("kafka", TimeSpan.FromSeconds(90))
    {
        _settings = settings;
        _client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Address, ReconnectBackoffMaxMs = (int)AnswerTimeout.TotalMilliseconds })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    /// <summary>For <c>bootstrap.servers</c>.</summary>
    public string Address => $"127.0.0.1:{_ports[0]}";

    /// <summary>Nobody listens here but where the settings say so.</summary>
    public string SpareAddress => $"127.0.0.1:{_ports[2]}";

    internal string ControllerAddress => $"127.0.0.1:{_ports[1]}";

    private string ClusterId { get; } = Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22].Replace('+', 'A').Replace('/', 'A');

    /// <summary>Whose rights the broker asks for; null where it asks nobody.</summary>
    public string? User => _settings.User;

    /// <summary>For those that log in as <see cref="User"/>, or for anybody where there is none; by their names in Kafka.</summary>
    public IEnumerable<KeyValuePair<string, string>> ClientSettings => _settings.Login.Prepend(new("bootstrap.servers", User is null ? Address : SpareAddress));

    /// <summary>From now on the broker takes so many bytes a second from all producers of <see cref="User"/>; or as many as there are.</summary>
    /// <param name="bytes">Null = no bound.</param>
    public async Task LimitProducersAsync(int? bytes)
    {
        string[] change = bytes is { } bound ? ["--add-config", string.Create(CultureInfo.InvariantCulture, $"producer_byte_rate={bound}")] : ["--delete-config", "producer_byte_rate"];
        await using var tool = Java(["kafka.admin.ConfigCommand", "--bootstrap-server", Address, "--alter", "--entity-type", "users", "--entity-name", User!, .. change]);
        await tool.WaitForEndAsync();
        if (tool.ExitCode != 0)
        {
            throw new InvalidOperationException($"the broker's quota was not changed: {tool.LogTail}");
        }
    }

    private string SettingsFile => Path.Combine(Folder.FullName, "server.properties");

    /// <summary>A new one that answers.</summary>
    public static Task<KafkaNode> StartAsync(KafkaSettings settings) => StartAsync(() => new KafkaNode(settings));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(SettingsFile, _settings.Text(Folder.FullName, _ports[0], _ports[1], _ports[2]));
        await using var format = Java("kafka.tools.StorageTool", "format", "-t", (_settings.Joined ?? this).ClusterId, "-c", SettingsFile);
        await format.WaitForEndAsync();
        if (format.ExitCode != 0)
        {
            throw new InvalidOperationException($"kafka's storage was not formatted: {format.LogTail}");
        }
    }

    protected override ChildProcess Launch() => Java("kafka.Kafka", SettingsFile);

    // Not the request that describes a cluster: librdkafka 2.16 ends the process where a broker that is starting names none.
    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            return await Task.Run(() => _client.GetMetadata(AnswerTimeout).Brokers.Count > 0);
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    private ChildProcess Java(params string[] arguments) => ChildProcess.Start(
        _settings.Java, ["-Xmx512m", $"-Dlog4j2.configurationFile={_settings.Home}/config/log4j2.yaml", .. _settings.JavaArguments, "-cp", $"{_settings.Home}/libs/*", .. arguments]);
}
