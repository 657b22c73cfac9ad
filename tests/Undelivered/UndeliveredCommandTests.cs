using System.Diagnostics;
using System.Text.Json.Nodes;
using Covenant.Silo.Topics;
using Covenant.Tests.Commands;
using Covenant.Tests.Silo;

namespace Covenant.Tests.Undelivered;

/// <summary><c>covenant undelivered</c>, as an operator runs it. One bank for each test: the others' records are not its own.</summary>
public sealed class UndeliveredCommandTests(UndeliveredKafka kafka) : IClassFixture<UndeliveredKafka>
{
    [Fact]
    public async Task List_says_for_each_bank_how_many_since_when_and_why()
    {
        var bank = UndeliveredKafka.NewBank("listed");
        kafka.Divert(Ids(3).Select(id => UndeliveredKafka.RecordOf(bank, id)), "user `covenant` has no right to do this with the topic");

        var text = await RunAsync("list", bank);
        var json = JsonNode.Parse((await RunAsync("list", bank, "--output", "json")).Output)!["undelivered"]!.AsArray().Single()!;

        Assert.Equal(0, text.ExitCode);
        Assert.Matches($"^{bank}: 3 records for `{TopicNames.ViolationsOf(bank)}` since 20[0-9T:Z-]+: user `covenant` has no right", Assert.Single(text.Lines));
        Assert.Equal((bank, TopicNames.ViolationsOf(bank), 3), ((string?)json["institution"], (string?)json["topic"], (int)json["records"]!));
        Assert.Equal("nothing is undelivered", Assert.Single((await RunAsync("list", "nobody")).Lines));
    }

    [Fact]
    public async Task Redrive_delivers_each_once_in_order_and_says_how_far_it_is()
    {
        var bank = UndeliveredKafka.NewBank("redriven");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        kafka.Divert(Ids(1_200).Select(id => UndeliveredKafka.RecordOf(bank, id)));

        var first = await RunAsync("redrive", bank);
        var again = await RunAsync("redrive", bank);

        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.Equal($"1,200 delivered, nothing is undelivered of `{bank}`", Assert.Single(first.Lines));
        Assert.Equal([$"{bank}: 1 of 1,200 delivered", $"{bank}: 501 of 1,200 delivered", $"{bank}: 1,001 of 1,200 delivered", $"{bank}: 1,200 of 1,200 delivered"], first.Errors.TrimEnd().Split('\n'));
        Assert.Equal((0, $"0 delivered, nothing is undelivered of `{bank}`"), (again.ExitCode, Assert.Single(again.Lines)));
        Assert.Equal(Ids(1_200).Select(id => (id, true)), kafka.DeliveredTo(bank));
    }

    [Fact]
    public async Task What_is_still_refused_is_named_and_ends_the_command_with_1()
    {
        var bank = UndeliveredKafka.NewBank("absent");
        kafka.Divert([UndeliveredKafka.RecordOf(bank, "1")]);

        var result = await RunAsync("redrive", bank);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith($"undelivered still: {bank}: 1 record for `{TopicNames.ViolationsOf(bank)}` since ", Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("the topic is not there; `covenant topics` creates it", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_at_any_moment_it_goes_on_where_it_was()
    {
        var bank = UndeliveredKafka.NewBank("killed");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        kafka.Divert(Ids(6_000).Select(id => UndeliveredKafka.RecordOf(bank, id, 2_000)));

        for (var lines = 1; lines <= 4; lines++)
        {
            using var command = CovenantProcess.Start("undelivered", "redrive", "--bootstrap-server", kafka.Address, "--bank", bank);
            for (var line = 0; line < lines; line++)
            {
                Assert.NotNull(await command.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
            }

            command.Kill();
            await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var last = await RunAsync("redrive", bank);
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Equal(Ids(6_000).Select(id => (id, true)), kafka.DeliveredTo(bank));
    }

    [Fact]
    public async Task Silos_and_commands_that_deliver_at_once_come_to_an_end_and_deliver_each_once()
    {
        var bank = UndeliveredKafka.NewBank("shared");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"), "--Covenant:Kafka:group.id=covenant");
        kafka.Divert(Ids(5_000).Select(id => UndeliveredKafka.RecordOf(bank, id, 2_000)));

        var results = await Task.WhenAll(RunAsync("redrive", bank), RunAsync("redrive", bank));

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Errors));
        Assert.Equal(Ids(5_000).Select(id => (id, true)), kafka.DeliveredTo(bank));
    }

    [Theory]
    [InlineData(1, "nobody listens there (connection refused)", "list", "--bootstrap-server", "127.0.0.1:1")]
    [InlineData(1, "nobody listens there (connection refused)", "redrive", "--bootstrap-server", "127.0.0.1:1")]
    [InlineData(2, "no such configuration property", "list", "--bootstrap-server", "127.0.0.1:1", "--kafka-config", "foo=bar")]
    [InlineData(2, "there is no command `undelivered send`", "send")]
    [InlineData(2, "`x y` is not the name of an institution", "redrive", "--bootstrap-server", "127.0.0.1:1", "--bank", "x y")]
    [InlineData(2, "`Pay.Pal` is not the name of an institution", "list", "--bootstrap-server", "127.0.0.1:1", "--bank", "Pay.Pal")]
    public async Task What_cannot_be_done_is_said_in_one_line(int exitCode, string message, params string[] args)
    {
        var result = await CovenantProcess.RunAsync(["undelivered", .. args]);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(1, count).Select(number => $"{number}");

    private Task<CommandResult> RunAsync(string verb, string bank, params string[] more) =>
        CovenantProcess.RunAsync(["undelivered", verb, "--bootstrap-server", kafka.Address, "--bank", bank, .. more]);
}
