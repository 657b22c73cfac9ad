using System.Text.Json.Nodes;
using Covenant.Tests.Commands;

namespace Covenant.Tests.Samples;

/// <summary>The story of the six cases raises what was worked out by hand, nothing else, and in that order.</summary>
public sealed class StoryTests : IDisposable
{
    private readonly TemporaryFolder _agreements = new();
    private readonly TemporaryFolder _events = new();

    public StoryTests()
    {
        SampleFiles.WriteAgreements(_agreements.Path);
        _events.Write("story.jsonl", SampleFiles.Text("story.jsonl"));
    }

    public void Dispose()
    {
        _agreements.Dispose();
        _events.Dispose();
    }

    [Fact]
    public async Task The_story_raises_the_violations_that_were_worked_out_by_hand()
    {
        var result = await ReplayAsync("--shadow");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(SampleFiles.Lines("story.violations.jsonl").Select(Expected), result.Lines.Select(line => Told(line).ToJsonString()));
    }

    [Fact]
    public async Task Without_shadow_the_shadow_verdicts_are_counted_and_not_printed()
    {
        var result = await ReplayAsync("--output", "json");
        var summary = JsonNode.Parse(result.Errors)!;

        Assert.Equal(SampleFiles.Lines("story.violations.jsonl").Where(line => line.Contains("\"enforce\"")).Select(Expected), result.Lines.Select(line => Told(line).ToJsonString()));
        Assert.Equal((112, 80, 40, 5), ((int)summary["events"]!, (int)summary["touches"]!, (int)summary["violations"]!, (int)summary["shadow"]!));
        Assert.Equal((1, 1, 0), ((int)summary["duplicates"]!, (int)summary["late"]!, (int)summary["unreadable"]!));
    }

    [Fact]
    public async Task Until_the_end_of_May_the_two_open_obligations_are_violated()
    {
        var result = await ReplayAsync("--until", "2026-06-01T00:00:00Z", "--output", "json");

        Assert.Equal(["ax-29-withdrawn 2026-04-24T09:00:00Z", "wu-24-transfer 2026-05-20T09:02:00Z"],
            result.Lines.TakeLast(2).Select(line => Told(line)).Select(told => $"{told["event"]} {told["deadline"]}"));
        Assert.Equal((42, 0), ((int)JsonNode.Parse(result.Errors)!["violations"]!, (int)JsonNode.Parse(result.Errors)!["pending"]!));
    }

    [Fact]
    public async Task At_the_end_of_the_story_two_obligations_are_pending()
    {
        var result = await ReplayAsync("--output", "json");

        Assert.Equal(2, (int)JsonNode.Parse(result.Errors)!["pending"]!);
    }

    private Task<CommandResult> ReplayAsync(params string[] more) =>
        CovenantProcess.RunAsync(["replay", "--agreements", _agreements.Path, "--events", _events.File("story.jsonl"), .. more]);

    private static string Expected(string line) => JsonNode.Parse(line)!.ToJsonString();

    /// <summary>A printed violation in the few words of the hand-made list.</summary>
    private static JsonObject Told(string line)
    {
        var violation = JsonNode.Parse(line)!;
        var data = violation["data"]!;
        var told = new JsonObject
        {
            ["event"] = data["event"]!["id"]!.DeepClone(),
            ["clause"] = data["clause"]!.DeepClone(),
            ["agreement"] = data["agreement"]?.DeepClone(),
            ["form"] = data["form"]!.DeepClone(),
            ["mode"] = data["mode"]!.DeepClone(),
            ["time"] = violation["time"]!.DeepClone(),
        };
        if (data["measure"] is { } measure)
        {
            told["measure"] = measure.DeepClone();
        }

        if (data["deadline"] is { } deadline)
        {
            told["deadline"] = deadline.DeepClone();
        }

        if ((string?)data["form"] is "limit" or "oblige")
        {
            told["witnesses"] = new JsonArray([.. data["witnesses"]!.AsArray().Select(witness => witness!["id"]!.DeepClone())]);
        }

        if ((bool)data["late"]!)
        {
            told["late"] = true;
        }

        if (data["suppressed"] is { } suppressed)
        {
            told["suppressed"] = suppressed.DeepClone();
        }

        return told;
    }
}
