using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Covenant.Silo.Commands.Agreements;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Commands.Output;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Commands.Topics;

/// <summary><c>covenant topics</c>: creates what is missing, and says how everybody gets to do what is theirs to do, and nothing else.</summary>
internal static partial class TopicsCommand
{
    public static Command Create()
    {
        var server = KafkaConnection.ServerOption();
        var config = KafkaConnection.ConfigOption();
        var agreements = new Option<string[]>("--agreements") { Description = "Provision for the institutions of these agreements: a folder or a file; may be repeated.", HelpName = "DIR" };
        var institutions = new Option<string[]>("--institution") { Description = "Provision for this institution; may be repeated.", HelpName = "NAME" };
        var partitions = AtLeastOne<int>("--partitions", "Partitions of a new topic; without it, the broker's default.");
        var replicas = AtLeastOne<short>("--replication-factor", "Replicas of a new topic; without it, the broker's default.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what is missing, and create nothing." };
        var access = new AccessOptions();
        var output = OutputOption.Create("`text` (default) or `json`.");
        var command = new Command("topics", """
            Create the topics that are missing, and print the kafka-acls commands that let each bank read exactly its own,
            and the silos, the producers of events and the publishers of agreements do what is theirs.

              covenant topics --bootstrap-server localhost:9092 --agreements agreements/ --partitions 12 --replication-factor 3
            """)
        {
            server, agreements, institutions, partitions, replicas, dryRun, config, output,
        };
        access.All.ToList().ForEach(command.Options.Add);
        command.Does((parsed, sink) =>
        {
            var names = Institutions(parsed.GetValue(agreements) ?? [], parsed.GetValue(institutions) ?? []);
            var users = access.Read(parsed, names);
            var connection = KafkaConnection.Of(parsed.GetRequiredValue(server), parsed.GetValue(config));
            var plans = TopicPlan.For(names, parsed.GetValue(partitions));
            var states = connection.With(
                KafkaConnection.Administrator,
                (admin, watch) => Provision(new TopicStates(admin, connection, watch), plans, parsed.GetValue(replicas), parsed.GetValue(dryRun)));
            Print(states, AccessRules.For(names, users, connection.BootstrapServers), parsed.GetValue(output) ?? OutputFormat.Text, sink);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="CommandException">No institution can have this name.</exception>
    public static void RequireName(string institution)
    {
        if (!InstitutionName().IsMatch(institution))
        {
            throw CommandException.Usage($"`{institution}` is not the name of an institution: 2 to 32 of `a-z`, `0-9` and `-`");
        }
    }

    private static Option<T> AtLeastOne<T>(string name, string description)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            DefaultValueFactory = _ => -T.One,
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= T.One)
                {
                    return number;
                }

                argument.AddError($"`{name}` is a number of at least 1, not `{text}`");
                return default;
            },
        };

    private static List<string> Institutions(string[] paths, string[] named)
    {
        var names = AgreementFiles.ReadFaultless(paths).Select(agreement => agreement.Institution).Concat(named).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            RequireName(name);
            if (AccessRules.IsReserved(name))
            {
                throw CommandException.Usage($"an institution cannot be called `{name}`: its prefix `datause.{name}.` would let it read a topic of the platform");
            }
        }

        return names;
    }

    private static IReadOnlyList<TopicState> Provision(TopicStates states, IReadOnlyList<TopicPlan> plans, short replicas, bool dryRun)
    {
        var before = states.Compare(plans);
        var missing = plans.Zip(before).Where(pair => pair.Second.State == "missing").Select(pair => pair.First).ToList();
        if (dryRun)
        {
            return before;
        }

        if (missing.Count > 0)
        {
            states.Create(missing, replicas);
        }

        return [.. plans.Zip(before).Select(pair => pair.Second.State == "missing" ? pair.Second with { State = "created" }
            : states.BoundTimestamps(pair.First) is { } changed ? pair.Second with { Note = $"{pair.Second.Note}; {changed}" }
            : pair.Second)];
    }

    private static void Print(IReadOnlyList<TopicState> states, IReadOnlyList<AccessRule> rules, OutputFormat output, BufferedSink sink)
    {
        if (output == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(new { topics = states, acls = rules.SelectMany(rule => rule.Commands.Select(command => new { user = rule.User, institution = rule.Institution, command })) }));
            return;
        }

        foreach (var state in states)
        {
            var partitions = state.Partitions < 0 ? "the broker's default of partitions" : state.Partitions == 1 ? "1 partition" : $"{state.Partitions} partitions";
            sink.WriteLine($"{state.State,-9}{state.Topic} ({partitions}, {state.CleanupPolicy}){(state.Note is { } note ? $": {note}" : "")}");
        }

        foreach (var rule in rules)
        {
            sink.WriteLine("");
            sink.WriteLine($"# {rule.User} {rule.Says}");
            foreach (var command in rule.Commands)
            {
                sink.WriteLine(command);
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{2,32}\z")]
    private static partial Regex InstitutionName();
}
