using System.CommandLine;
using System.Globalization;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Commands.Output;
using Covenant.Silo.Commands.Topics;
using Covenant.Silo.Kafka;
using Covenant.Silo.Terminal;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;

namespace Covenant.Silo.Commands.Undelivered;

/// <summary><c>covenant undelivered</c>: what banks' topics did not take, and delivering it.</summary>
internal static class UndeliveredCommand
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static Command Create() => new("undelivered", "Show what banks' topics did not take, and deliver it once they do.") { List(), Redrive() };

    /// <summary>Of one line, for people.</summary>
    public static string Words(UndeliveredTopic one) =>
        $"{NameOf(one)}: {Count(one.Count)} for `{one.Topic}` since {one.Since.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{(one.TooLarge > 0 ? $", {Count(one.TooLarge)} of them too large" : "")}: {one.Reason}";

    public static string NameOf(UndeliveredTopic one) => TopicNames.InstitutionOf(one.Topic) ?? one.Topic;

    private static string Count(long records) => records == 1 ? "1 record" : string.Create(CultureInfo.InvariantCulture, $"{records:N0} records");

    private static Command List()
    {
        var (server, config, group, bank) = (KafkaConnection.ServerOption(), KafkaConnection.ConfigOption(), GroupOption(), BankOption());
        var output = OutputOption.Create("`text` (default) or `json`.");
        var command = new Command("list", "For each bank: which topic, how many records, since when, and why.") { server, bank, group, config, output };
        command.Does((parsed, sink, token) =>
        {
            var only = InstitutionOf(parsed.GetValue(bank));
            using var tools = new UndeliveredTools(KafkaConnection.Of(parsed.GetRequiredValue(server), parsed.GetValue(config)), parsed.GetRequiredValue(group));
            var waiting = tools.ReadAll(token).FindAll(one => IsMeant(one.Topic, only));
            Print(waiting, parsed.GetValue(output) ?? OutputFormat.Text, sink);
            if (tools.Unreadable > 0)
            {
                StandardError.WriteLine($"`{TopicNames.Undelivered}` has {Count(tools.Unreadable)} of no known form besides, which stay there; a newer version of Covenant may have written them");
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Redrive()
    {
        var (server, config, group, bank) = (KafkaConnection.ServerOption(), KafkaConnection.ConfigOption(), GroupOption(), BankOption());
        var command = new Command("redrive", """
            Deliver now what is undelivered, each record once. It may be ended at any moment and run again; a silo that delivers gives way to it.

              covenant undelivered redrive --bootstrap-server localhost:9092 --bank paypal
            """)
        {
            server, bank, group, config,
        };
        command.Does(async (parsed, sink, token) =>
        {
            var only = InstitutionOf(parsed.GetValue(bank));
            using var tools = new UndeliveredTools(KafkaConnection.Of(parsed.GetRequiredValue(server), parsed.GetValue(config)), parsed.GetRequiredValue(group));
            var delivered = await new RedriveRun(tools, topic => IsMeant(topic, only)).RunAsync(token);
            sink.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{delivered:N0} delivered, nothing is undelivered{(only is null ? "" : $" of `{only}`")}"));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string? InstitutionOf(string? bank)
    {
        if (bank is not null)
        {
            TopicsCommand.RequireName(bank);
        }

        return bank;
    }

    private static bool IsMeant(string topic, string? bank) => bank is null || TopicNames.InstitutionOf(topic) == bank;

    private static Option<string?> BankOption() => new("--bank") { Description = "Only this institution's.", HelpName = "NAME" };

    public static Option<string> GroupOption() => new("--group")
    {
        Description = "The silos' consumer group, as in `Covenant:Kafka:group.id`.",
        HelpName = "NAME",
        DefaultValueFactory = _ => KafkaOptions.DefaultGroup,
    };

    private static void Print(List<UndeliveredTopic> waiting, OutputFormat output, BufferedSink sink)
    {
        if (output == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(new
            {
                undelivered = waiting.Select(one => new
                {
                    institution = TopicNames.InstitutionOf(one.Topic),
                    topic = one.Topic,
                    records = one.Count,
                    tooLarge = one.TooLarge,
                    since = one.Since.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
                    reason = one.Reason,
                }),
            }));
            return;
        }

        waiting.ForEach(one => sink.WriteLine(Words(one)));
        if (waiting.Count == 0)
        {
            sink.WriteLine("nothing is undelivered");
        }
    }
}
