using System.CommandLine;
using System.CommandLine.Parsing;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Systems;

namespace Covenant.LoadTests.Options;

/// <summary>What is put under load.</summary>
internal sealed class SystemOptions
{
    private static readonly SystemSettings Default = new();

    private readonly Option<string?> _server = LoadOption.Maybe<string>("--bootstrap-server", "Where the Kafka of the system listens that runs already.", "HOST:PORT");
    private readonly Option<string> _group = LoadOption.Of("--group", "The consumer group of the silos that run already.", Default.Group, "NAME");
    private readonly Option<bool> _selfContained = new("--self-contained") { Description = "Starts a broker, storage and silos as processes, and stops them at the end." };
    private readonly Option<int> _silos = LoadOption.Of("--silos", "How many silos to start, 1 to 16.", Default.Silos);
    private readonly Option<StorageKind> _storage = LoadOption.Of("--storage", "Where the silos that it starts keep state; memory serves one silo.", Default.Storage);
    private readonly Option<int?> _partitions = LoadOption.Maybe<int?>("--partitions", "Of the topic of events, where it makes it; without it 4, or the broker's default where it runs already. Topics of violations that it makes have one.", "N");
    private readonly Option<string?> _home = LoadOption.Maybe<string>("--kafka-home", "The folder of an Apache Kafka distribution; without it KAFKA_HOME.", "DIR");
    private readonly Option<string?> _silo = LoadOption.Maybe<string>("--silo", "The covenant.dll to start, best a published one; without it that of the same build.", "FILE");
    private readonly Option<string[]> _set = new("--set") { Description = "A setting for the silos that it starts, such as Covenant:Checkpoint:Every=00:00:10.", HelpName = "NAME=VALUE" };

    public SystemOptions() => _set.Validators.Add(CheckSettings);

    /// <param name="canRunAlready">Whether the command also takes a system that runs already.</param>
    public void AddTo(Command command, bool canRunAlready)
    {
        foreach (var option in (Option[])[.. canRunAlready ? [_server, _group] : Array.Empty<Option>(), _selfContained, _silos, _storage, _partitions, _home, _silo, _set])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="WrongOptionException">Neither or both of the two are given, or something is missing.</exception>
    public SystemSettings Read(ParseResult parsed)
    {
        var (server, own) = (parsed.GetResult(_server) is null ? null : parsed.GetValue(_server), parsed.GetValue(_selfContained));
        if (server is null == !own)
        {
            throw new WrongOptionException(own ? "give `--self-contained` or `--bootstrap-server`, not both" : "say what to put under load: `--bootstrap-server HOST:PORT`, or `--self-contained`");
        }

        var settings = new SystemSettings
        {
            BootstrapServer = server,
            Group = (server is null ? null : parsed.GetValue(_group)) ?? Default.Group,
            Silos = parsed.GetValue(_silos),
            Storage = parsed.GetValue(_storage),
            Partitions = parsed.GetValue(_partitions) ?? (own ? Default.Partitions : -1),
            KafkaHome = parsed.GetValue(_home) ?? Default.KafkaHome,
            Silo = parsed.GetValue(_silo) ?? Default.Silo,
            SiloSettings = (parsed.GetValue(_set) ?? []).Select(setting => setting.Split('=', 2)).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1]),
        };
        return settings.Mistake is { } mistake ? throw new WrongOptionException(mistake) : settings;
    }

    private static void CheckSettings(OptionResult result)
    {
        foreach (var token in result.Tokens.Where(token => !token.Value.Contains('=', StringComparison.Ordinal)))
        {
            result.AddError($"`{token.Value}` is not NAME=VALUE");
        }
    }
}
