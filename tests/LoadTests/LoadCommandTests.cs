using System.Diagnostics;
using System.Text;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Oracle;
using Covenant.LoadTests.Workload;
using Covenant.Tests.Commands;

namespace Covenant.Tests.LoadTests;

/// <summary><c>covenant-load</c> as it is typed.</summary>
public class LoadCommandTests
{
    [Theory]
    [InlineData("run", "say what to put under load: `--bootstrap-server HOST:PORT`, or `--self-contained`")]
    [InlineData("run --self-contained --bootstrap-server localhost:1", "give `--self-contained` or `--bootstrap-server`, not both")]
    [InlineData("run --bootstrap-server localhost:1 --rate 0", "`--rate` is 0: give 1 to 5000000 events per second")]
    [InlineData("run --bootstrap-server localhost:1 --for soon", "`soon` is not a length of time such as `50ms`, `90s` or `20m`; `--help` tells what there is")]
    [InlineData("run --bootstrap-server localhost:1 --faults", "faults are done to parts of the run's own alone: give `--self-contained` too")]
    [InlineData("run spike --bootstrap-server localhost:1 --for 10s --warm-up 1s", "`--hold` is out of its bounds: give more than 0, and less than `--for`")]
    [InlineData("drain --events 10 --self-contained", "`--events` is 10: give 1000 to 1000000000")]
    [InlineData("search --self-contained --set Nothing", "`Nothing` is not NAME=VALUE; `--help` tells what there is")]
    [InlineData("generate --to - --customers 0", "`--customers` is 0: give 1 to 10000000")]
    [InlineData("generate --to - --skew x", "cannot parse argument `x` for option `--skew`; `--help` tells what there is")]
    [InlineData("run --self-contained --storage x", "cannot parse argument `x` for option `--storage`; `--help` tells what there is")]
    [InlineData("generate", "option `--to` is required; `--help` tells what there is")]
    public async Task What_cannot_be_done_as_it_was_asked_is_one_line_and_exit_code_2(string arguments, string message)
    {
        var (code, output, errors) = await RunAsync(arguments.Split(' '));
        Assert.Equal((2, "", message + Environment.NewLine), (code, output, errors));
    }

    [Fact]
    public async Task Replay_says_of_generated_events_what_the_oracle_says()
    {
        using var folder = new TemporaryFolder();
        string agreements = folder.File("agreements"), events = folder.File("events.jsonl");
        string[] shares = ["--violations", "0.05", "--late", "0.01", "--duplicates", "0.02", "--out-of-order", "0.1", "--unreadable", "0"];
        var (code, _, errors) = await RunAsync(["generate", "--to", events, "--agreements", agreements, "--events", "20000", "--customers", "300", "--institutions", "3", "--seed", "11", .. shares]);
        Assert.Equal((0, "seed 11" + Environment.NewLine), (code, errors));

        var replay = await CovenantProcess.RunAsync("replay", "--agreements", agreements, "--events", events, "--output", "json");
        var told = replay.Lines.Select(line => ViolationReader.TryRead(Encoding.UTF8.GetBytes(line), out var violation, out var mistake) ? OracleVerdict.Of(violation) : throw new InvalidDataException(mistake));
        var (oracle, decoder, offset) = (new BenchOracle(), new EventDecoder(), 0L);
        var expected = File.ReadLines(events).SelectMany(line => decoder.TryDecode(Encoding.UTF8.GetBytes(line), out var e, out _) ? oracle.Judge(e, e.Time, offset++) : throw new InvalidDataException(line)).ToList();
        Assert.Equal(expected.Select(verdict => verdict.ToString()).Order(StringComparer.Ordinal), told.Select(verdict => verdict.ToString()).Order(StringComparer.Ordinal));
        Assert.InRange(expected.Count, 500, 5_000);
    }

    [Fact]
    public async Task A_seed_and_an_end_give_the_same_bytes()
    {
        string[] arguments = ["generate", "--to", "-", "--events", "500", "--seed", "3", "--end", "2026-11-24T12:00:00Z"];
        var first = await RunAsync(arguments);
        Assert.Equal(first.Output, (await RunAsync(arguments)).Output);
        Assert.Equal(500, first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "covenant-load.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
