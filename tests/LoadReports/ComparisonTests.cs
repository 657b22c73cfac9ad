using System.Text.Json.Nodes;
using Covenant.LoadTests.Reporting.Comparing;
using Covenant.LoadTests.Runs;

namespace Covenant.Tests.LoadReports;

public sealed class ComparisonTests
{
    [Fact]
    public void Each_number_has_its_difference_and_ratio_to_the_first_run()
    {
        var p99 = Compare(With(p99: 20), With(p99: 30), With(p99: 10)).Numbers.Single(number => number.Name == "latency p99");
        Assert.Equal((10, 1.5, -1), (p99.Difference(1), p99.Ratio(1), p99.Standing(1)));
        Assert.Equal((-10, 0.5, 1), (p99.Difference(2), p99.Ratio(2), p99.Standing(2)));
    }

    [Fact]
    public void A_rate_is_better_where_it_is_higher_and_lag_where_it_is_lower()
    {
        var run = SampleRuns.Steady();
        var comparison = Compare(run, run with { Load = run.Load with { JudgedRate = 12_000, LagMax = 5 } });
        Assert.Equal("`b.json` is better than `a.json` in judged (× 1.20), highest lag (× 0.02); worse in nothing", comparison.Sentence(1));
    }

    [Fact]
    public void Two_percent_apart_is_the_same()
    {
        Assert.Equal(0, Compare(With(p99: 100), With(p99: 102)).Numbers.Single(number => number.Name == "latency p99").Standing(1));
        Assert.Equal(-1, Compare(With(p99: 100), With(p99: 103)).Numbers.Single(number => number.Name == "latency p99").Standing(1));
        Assert.StartsWith("`b.json` is the same as `a.json`", Compare(SampleRuns.Steady(), SampleRuns.Steady()).Sentence(1));
    }

    [Fact]
    public void One_missing_violation_is_worse_than_none()
    {
        var missing = Compare(SampleRuns.Steady(), SampleRuns.Failed()).Numbers.Single(number => number.Name == "missing");
        Assert.Equal((350, (double?)null, -1), (missing.Difference(1), missing.Ratio(1), missing.Standing(1)));
    }

    [Fact]
    public void What_only_one_run_has_cannot_be_better_or_worse()
    {
        var numbers = Compare(SampleRuns.Steady(), SampleRuns.Drain()).Numbers;
        Assert.All(["drained", "latency p99"], name => Assert.Null(numbers.Single(number => number.Name == name).Standing(1)));
    }

    [Fact]
    public void Runs_of_one_load_and_length_have_no_warning_and_no_settings_that_differ()
    {
        var comparison = Compare(SampleRuns.Steady(), SampleRuns.Steady(slower: 2));
        Assert.Empty(comparison.Warnings);
        Assert.Empty(comparison.Settings);
    }

    [Fact]
    public void Another_profile_rate_population_or_length_is_warned_of()
    {
        var run = SampleRuns.Steady();
        var other = run with { Profile = "spike", Seconds = 600, Settings = new Dictionary<string, string>(run.Settings) { ["rate"] = "20000", ["customers"] = "5", ["bootstrap-server"] = "10.0.0.1:9092" } };
        var comparison = Compare(run, other);
        Assert.Equal(
            ["not comparable, the load was another: profile (steady, spike); customers (100000, 5); rate (10000, 20000)", "one ran longer than the other: 60 s, 600 s"], comparison.Warnings);
        Assert.Equal(["bootstrap-server", "customers", "rate"], comparison.Settings.Select(setting => setting.Name));
    }

    [Fact]
    public void A_run_that_is_wrong_or_whose_generator_was_behind_is_warned_of()
    {
        var warnings = Compare(SampleRuns.Steady(), SampleRuns.Failed()).Warnings;
        Assert.Contains("`b.json` is wrong, whatever its speed: 350 missing, 5 invented, 45 doubled", warnings);
        Assert.Contains("the generator of `b.json` was up to 430 ms behind: its latencies are not the system's alone", warnings);
    }

    [Fact]
    public void Files_of_the_same_name_are_told_apart()
    {
        Assert.Equal(["old/run.json", "new/run.json"], Comparison.Of([("old/run.json", SampleRuns.Steady()), ("new/run.json", SampleRuns.Steady())]).Names);
        Assert.Equal(["a.json (1)", "a.json (2)"], Comparison.Of([("a.json", SampleRuns.Steady()), ("a.json", SampleRuns.Steady())]).Names);
    }

    [Fact]
    public void As_json_it_says_the_same()
    {
        var json = JsonNode.Parse(ComparisonText.ToJson(Compare(With(p99: 20), With(p99: 30))))!;
        var p99 = json["numbers"]!.AsArray().Single(number => (string?)number!["name"] == "latency p99")!;
        Assert.Equal(("ms", "lower", 10.0, 1.5, "worse"), ((string?)p99["unit"], (string?)p99["better"], (double?)p99["differences"]![0], (double?)p99["ratios"]![0], (string?)p99["standings"]![0]));
        Assert.Equal("`b.json` is worse than `a.json` in latency p99 (× 1.50); better in nothing", (string?)json["sentences"]![0]);
    }

    private static RunSummary With(double p99) => SampleRuns.Steady() with { Latency = SampleRuns.Steady().Latency! with { P99 = p99 } };

    private static Comparison Compare(params RunSummary[] runs) => Comparison.Of([.. runs.Select((run, index) => ($"/tmp/{(char)('a' + index)}.json", run))]);
}
