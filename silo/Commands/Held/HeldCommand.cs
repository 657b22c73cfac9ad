using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Showing;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Commands.Output;
using Covenant.Silo.Commands.Topics;
using Covenant.Silo.Commands.Undelivered;
using Covenant.Silo.Held;
using Covenant.Silo.Terminal;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Commands.Held;

/// <summary><c>covenant held</c>: whose records wait because their memory cannot be read, and giving that memory up.</summary>
internal static class HeldCommand
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static Command Create() => new("held", "Show whose records wait because what is stored of them cannot be read, and give that up where it is lost.") { List(), LetGo() };

    private static Command List()
    {
        var (server, config, group) = (KafkaConnection.ServerOption(), KafkaConnection.ConfigOption(), UndeliveredCommand.GroupOption());
        var output = OutputOption.Create("`text` (default) or `json`.");
        var command = new Command("list", "For each cohort or institution: how many records of which partition, since when, and why.") { server, group, config, output };
        command.Does(async (parsed, sink, token) =>
        {
            using var tools = new UndeliveredTools(KafkaConnection.Of(parsed.GetRequiredValue(server), parsed.GetValue(config)), parsed.GetRequiredValue(group));
            Print(await tools.HeldAsync(token), parsed.GetValue(output) ?? OutputFormat.Text, sink);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command LetGo()
    {
        var (server, config, group) = (KafkaConnection.ServerOption(), KafkaConnection.ConfigOption(), UndeliveredCommand.GroupOption());
        var cohort = new Option<int?>("--cohort") { Description = "The number of a cohort that is held.", HelpName = "NUMBER" };
        var institution = new Option<string?>("--institution") { Description = "An institution whose limits over all customers are held.", HelpName = "NAME" };
        var yes = new Option<bool>("--yes") { Description = "Do it; without, it is only said what would be lost." };
        var command = new Command("let-go", """
            Give up what cannot be read of a cohort or of an institution's limits: it is forgotten, and the records that wait are judged without it. Says what is lost.

              covenant held let-go --bootstrap-server localhost:9092 --cohort 1835 --yes
            """)
        {
            cohort, institution, yes, server, group, config,
        };
        command.Does(async (parsed, sink, token) =>
        {
            var unit = UnitOf(parsed.GetValue(cohort), parsed.GetValue(institution));
            if (unit.Institution is { } name)
            {
                TopicsCommand.RequireName(name);
            }

            var connection = KafkaConnection.Of(parsed.GetRequiredValue(server), parsed.GetValue(config));
            using var tools = new UndeliveredTools(connection, parsed.GetRequiredValue(group));
            var accounts = (await tools.HeldAsync(token)).Where(account => account.Unit == unit).ToList();
            foreach (var line in Lost(unit, accounts))
            {
                sink.WriteLine(line);
            }

            if (!parsed.GetValue(yes))
            {
                sink.WriteLine("nothing was done; add `--yes` to do it");
                return ExitCode.Ok;
            }

            Write(connection, unit);
            sink.WriteLine($"{unit} is let go: the silos that hold it forget what cannot be read, and go on within 10 s");
            return ExitCode.Ok;
        });
        return command;
    }

    private static HeldUnit UnitOf(int? cohort, string? institution) => (cohort, institution) switch
    {
        ({ } number, null) when number >= 0 => HeldUnit.OfCohort(number),
        (null, { } name) => HeldUnit.OfInstitution(name),
        _ => throw CommandException.Usage("name what is to be let go: either `--cohort NUMBER` or `--institution NAME`, as `covenant held list` shows it"),
    };

    private static IEnumerable<string> Lost(HeldUnit unit, List<HeldAccount> accounts)
    {
        yield return unit.Institution is { } institution
            ? $"lost: what the limits of `{institution}` over all its customers have counted until now, and what they decided and have not told"
            : $"lost: what is remembered of the customers of {unit} that cannot be read: their counts, conversations and open duties, and what was decided of them and is not told";
        if (accounts.Count == 0)
        {
            yield return $"no record of {unit} is held now; it is let go wherever a silo cannot read it at this moment";
        }

        foreach (var account in accounts)
        {
            yield return $"{Words(account)}: these records are judged as if nothing had come before them";
        }
    }

    private static void Write(KafkaConnection connection, HeldUnit unit) => connection.With(
        (settings, heard) => new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig(settings)
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            MessageTimeoutMs = (int)KafkaConnection.Timeout.TotalMilliseconds,
        }).SetErrorHandler((_, error) => heard.Add(error)).SetLogHandler((_, line) => heard.Add(line)).Build(),
        (producer, watch) => watch.Run("Produce", KafkaConnection.Timeout, () => producer
            .ProduceAsync(new TopicPartition(TopicNames.Held, 0), HeldForm.Abandon(unit, TimeProvider.System.GetUtcNow())).GetAwaiter().GetResult()));

    private static string Words(HeldAccount account) => string.Create(
        CultureInfo.InvariantCulture,
        $"{account.Unit} of partition {account.Partition}: {(account.Count == 1 ? "1 record" : $"{account.Count:N0} records")} since {Time(account.Since)}, the first of `{Shown.Line(account.Customer)}`: {account.Reason}");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void Print(IReadOnlyList<HeldAccount> accounts, OutputFormat output, BufferedSink sink)
    {
        var ordered = accounts.OrderBy(account => account.Unit.ToString(), StringComparer.Ordinal).ThenBy(account => account.Partition).ToList();
        if (output == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(new
            {
                held = ordered.Select(account => new
                {
                    unit = account.Unit.ToString(),
                    partition = account.Partition,
                    records = account.Count,
                    since = Time(account.Since),
                    customer = account.Customer,
                    reason = account.Reason,
                }),
            }));
            return;
        }

        ordered.ForEach(account => sink.WriteLine(Words(account)));
        if (ordered.Count == 0)
        {
            sink.WriteLine("nothing is held");
        }
    }
}
