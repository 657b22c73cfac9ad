using System.CommandLine;
using System.CommandLine.Parsing;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Chaos.Reporting;
using Covenant.LoadTests.Options;
using Covenant.LoadTests.Processes;
using Covenant.LoadTests.Reporting;
using Covenant.LoadTests.Systems;

namespace Covenant.LoadTests.Chaos;

/// <summary><c>covenant-load chaos</c>: a load and faults on real parts, and whether each violation was told once.</summary>
internal static class ChaosCommand
{
    // The silos log in, so that topics can be refused to them.
    private const string User = "silo";

    public static Command Create()
    {
        var seed = new Option<int?>("--seed") { Description = "Of the load and the faults; without it a new one, which is printed." };
        var length = new Option<TimeSpan>("--for") { Description = "How long the load lasts, such as 90s or 20m (default 5m).", HelpName = "TIME", DefaultValueFactory = _ => TimeSpan.FromMinutes(5), CustomParser = ReadTime };
        var silos = new Option<int>("--silos") { Description = "How many silos judge.", DefaultValueFactory = _ => 2 };
        var rate = new Option<int>("--rate") { Description = "Records each second.", DefaultValueFactory = _ => 400 };
        var storage = new Option<StorageKind>("--storage") { Description = "Where silos keep their state; memory serves one silo, and only faults that it survives.", DefaultValueFactory = _ => StorageKind.Redis };
        var only = new Option<string[]>("--fault") { Description = "Only this fault (or all whose names begin so, before a comma), and others named so; without it all.", HelpName = "NAME" };
        only.AcceptOnlyFromAmong([.. FaultCatalogue.Names]);
        var home = new Option<string?>("--kafka-home") { Description = "The folder of an Apache Kafka distribution; without it KAFKA_HOME." };
        var silo = new Option<string?>("--silo") { Description = "The built covenant.dll; without it that of the same build.", HelpName = "FILE" };
        var json = new Option<string>("--output") { Description = "json or text (default).", DefaultValueFactory = _ => "text" };
        json.AcceptOnlyFromAmong("json", "text");
        var set = new Option<string[]>("--set") { Description = "A setting for the silos, such as Covenant:Checkpoint:Every=00:00:01.", HelpName = "NAME=VALUE" };
        var logs = new Option<string?>("--logs") { Description = "Keeps what each silo says in this folder.", HelpName = "FOLDER" };
        var command = new Command("chaos",
            """
            Run a load on a real broker, storage and silos of its own, do random faults to them, and compare what a committed reader has read with what the oracle makes of the log.
            Exits with 0 where no violation is missing, invented or doubled and no silo ended by itself, with 1 otherwise, and with 2 where it could not be run.
            """) { seed, length, silos, rate, storage, only, home, silo, json, set, logs };
        command.SetAction((parsed, token) => RunAsync(
            new(parsed.GetValue(seed) ?? Random.Shared.Next(), parsed.GetValue(length), parsed.GetValue(silos), parsed.GetValue(rate), parsed.GetValue(storage), parsed.GetValue(only) ?? [],
                parsed.GetValue(home) ?? KafkaHome.Find(), parsed.GetValue(silo) ?? SiloExecutable.Find(), parsed.GetValue(json) == "json", parsed.GetValue(set) ?? [], parsed.GetValue(logs)),
            token));
        return command;
    }

    private sealed record Wish(int Seed, TimeSpan Length, int Silos, int Rate, StorageKind Storage, string[] Faults, string? KafkaHome, string? Silo, bool Json, string[] Settings, string? Logs);

    private static async Task<int> RunAsync(Wish wish, CancellationToken token)
    {
        if (Missing(wish) is { } missing)
        {
            ReportConsole.ErrorLine(missing);
            return 2;
        }

        var started = System.Diagnostics.Stopwatch.StartNew();
        void Say(string line) => ReportConsole.ErrorLine($"{started.Elapsed:mm\\:ss} {line}");
        Say($"seed {wish.Seed}");
        await using var parts = await SystemParts.StartAsync(PartsOf(wish));
        Say("the broker answers");
        await using var stage = await ChaosStage.StartAsync(parts, StageOf(wish), token);
        Say("the silos are ready");
        var run = new ChaosRun(stage, FaultCatalogue.For(stage, wish.Faults), wish.Seed, wish.Length, Say);
        var outcome = await run.RunAsync(token);
        var report = new ChaosReport(wish.Seed, wish.Length, outcome, run.Recoveries);
        if (wish.Json)
        {
            ReportConsole.WriteLine(report.ToJson());
        }
        else
        {
            report.Print(ReportConsole.Output());
        }

        return outcome.Differences.Count + outcome.Surprises.Count == 0 ? 0 : 1;
    }

    private static TimeSpan ReadTime(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (TimeText.TryParse(text) is { } time)
        {
            return time;
        }

        result.AddError($"`{text}` is not a length of time such as `90s` or `20m`");
        return default;
    }

    private static PartsSettings PartsOf(Wish wish) => new() { Kafka = new() { Home = wish.KafkaHome!, Java = JavaRuntime.Find()!, User = User }, Storage = wish.Storage };

    private static StageSettings StageOf(Wish wish) => new()
    {
        Executable = wish.Silo!,
        Logs = wish.Logs,
        Seed = wish.Seed,
        Silos = wish.Silos,
        Rate = wish.Rate,
        Timestamps = LogFaults.SkewedGateway is var skewed && (wish.Faults.Length == 0 || wish.Faults.Any(skewed.IsCalled)) ? "CreateTime" : "LogAppendTime",
        Silo = wish.Settings.Select(setting => setting.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[^1]),
    };

    private static string? Missing(Wish wish) =>
        wish.KafkaHome is null ? "there is no Kafka: give `--kafka-home`, or set KAFKA_HOME, to the folder of an Apache Kafka distribution"
        : JavaRuntime.Find() is null ? "there is no Java: install a Java 17 runtime, or set JAVA_HOME"
        : !File.Exists(wish.Silo) ? "the silo is not built: run `dotnet build silo`, or give `--silo`"
        : wish is { Storage: StorageKind.Memory, Silos: > 1 } ? "several silos need a storage that they share: leave `--storage memory` out"
        : PartsOf(wish).Mistake;
}
