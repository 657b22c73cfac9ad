using System.Text;
using System.Text.Json.Nodes;
using Covenant.Tests.Samples;

namespace Covenant.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private const string Agreement = """
        agreement: test-bank
        version: 1
        effective: 2026-01-01T00:00:00Z
        clauses:
          - id: no-ads
            prohibit: { purposes: dpv:Advertising }
          - id: erase
            oblige: { after: ErasureRequested, do: dpv:Erase, within: P1D }
          - id: trial
            mode: shadow
            prohibit: { operation: dpv:Share }
        """;

    private readonly TemporaryFolder _folder = new();

    public ReplayCommandTests() => _folder.Write("agreement.yaml", Agreement);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Standard_input_is_judged_like_a_file()
    {
        var log = Log(Event("e-1", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising"));
        var fromFile = await ReplayAsync(_folder.Write("log.jsonl", log));
        var fromInput = await CovenantProcess.RunAsync(Encoding.UTF8.GetBytes(log), "replay", "--agreements", _folder.Path, "--events", "-");

        Assert.Equal((0, 0), (fromFile.ExitCode, fromInput.ExitCode));
        var (file, input) = (Assert.Single(fromFile.Lines), Assert.Single(fromInput.Lines));
        Assert.Equal(("log.jsonl", "-"), (Topic(file), Topic(input)));
        Assert.Equal(file.Replace("log.jsonl", "-", StringComparison.Ordinal), input);
    }

    [Fact]
    public async Task A_violation_is_printed_while_standard_input_stays_open()
    {
        using var process = CovenantProcess.Start("replay", "--agreements", _folder.Path, "--events", "-");
        await process.StandardInput.WriteAsync(Log(Event("e-1", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising")));
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Contains("\"e-1\"", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_offset_is_the_line_and_byte_order_marks_carriage_returns_and_blank_lines_are_passed_over()
    {
        var log = "\uFEFF\r\n" + Event("e-1", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising") + "\r\n\n  \n\uFEFF" + Event("e-2", "2026-02-01T00:00:01Z", "dpv:Use", "dpv:Advertising");
        var result = await ReplayAsync(_folder.Write("log.jsonl", log));

        Assert.Equal([1L, 4L], result.Lines.Select(line => (long)JsonNode.Parse(line)!["data"]!["position"]!["offset"]!));
        Assert.Contains("unreadable  0", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreadable_lines_are_kept_with_their_reasons_and_the_next_event_is_judged()
    {
        var tooLong = Event("e-" + new string('9', 1 << 20), "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising");
        var bytes = (byte[])[.. "not json\n"u8, 0xFF, 0xFE, (byte)'\n', .. Encoding.UTF8.GetBytes(tooLong), (byte)'\n',
            .. Encoding.UTF8.GetBytes(Event("e-1", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising"))];
        await File.WriteAllBytesAsync(_folder.File("log.jsonl"), bytes, TestContext.Current.CancellationToken);

        var result = await ReplayAsync(_folder.File("log.jsonl"), "--deadletters", _folder.File("dead.jsonl"), "--output", "json");

        Assert.Equal(3L, (long)JsonNode.Parse(Assert.Single(result.Lines))!["data"]!["position"]!["offset"]!);
        var dead = (await File.ReadAllLinesAsync(_folder.File("dead.jsonl"), TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([(1, "not-json"), (2, "invalid-utf-8"), (3, "too-large")], dead.Select(line => ((int)line["line"]!, (string)line["reason"]!)));
        Assert.Equal(("not json", "//4="), ((string)dead[0]["text"]!, (string)dead[1]["base64"]!));
        Assert.Equal(1 << 20, ((string)dead[2]["text"]!).Length);
        Assert.Equal(3, (int)JsonNode.Parse(result.Errors)!["unreadable"]!);
    }

    [Fact]
    public async Task Each_unreadable_sample_becomes_a_dead_letter_for_a_reason()
    {
        var result = await ReplayAsync(_folder.Write("log.jsonl", SampleFiles.Text("unreadable.jsonl")), "--deadletters", _folder.File("dead.jsonl"));

        Assert.Empty(result.Lines);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("log.jsonl` could be read; the first says: ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(SampleFiles.Lines("unreadable.jsonl").Count(), (await File.ReadAllLinesAsync(_folder.File("dead.jsonl"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task An_obligation_is_pending_until_the_clock_is_told_to_pass_its_deadline()
    {
        var log = _folder.Write("log.jsonl", Log(Event("e-1", "2026-02-01T00:00:00Z", "ErasureRequested")));
        var open = await ReplayAsync(log);
        var atDeadline = await ReplayAsync(log, "--until", "2026-02-02T00:00:00Z");
        var after = await ReplayAsync(log, "--until", "2026-02-02T00:00:00.0000001Z");

        Assert.Contains("pending     1 obligation", open.Errors, StringComparison.Ordinal);
        Assert.Empty(atDeadline.Lines);
        Assert.Equal("2026-02-02T00:00:00Z", (string)JsonNode.Parse(Assert.Single(after.Lines))!["data"]!["deadline"]!);
        Assert.Contains("pending     0 obligations", after.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fail_on_violation_exits_with_1_for_an_enforced_violation_and_not_for_a_shadow_verdict()
    {
        var ads = await ReplayAsync(_folder.Write("ads.jsonl", Log(Event("e-1", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising"))), "--fail-on-violation");
        var share = await ReplayAsync(_folder.Write("share.jsonl", Log(Event("e-1", "2026-02-01T00:00:00Z", "dpv:Share"))), "--fail-on-violation", "--shadow");

        Assert.Equal((1, 0), (ads.ExitCode, share.ExitCode));
        Assert.Equal("shadow", (string)JsonNode.Parse(Assert.Single(share.Lines))!["data"]!["mode"]!);
    }

    [Fact]
    public async Task Text_output_is_a_line_for_people()
    {
        var result = await ReplayAsync(_folder.Write("log.jsonl", Log(Event("e-1", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising"))), "--output", "text");

        Assert.StartsWith("2026-02-01T00:00:00Z test-bank no-ads c-1: ", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_of_the_agreements_are_printed_before_any_event_is_read()
    {
        _folder.Write("bad.yaml", "agreement: other-bank\nversion: 1\neffective: soon\nclauses:\n  - id: a\n    limit: { count: 1, sliding: 24h }\n");
        var result = await ReplayAsync(_folder.File("no-such-log.jsonl"));

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("bad.yaml:3:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:6: clause `a`:", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no file or folder `nowhere`", "--agreements", "nowhere", "--events", "-")]
    [InlineData("option `--events` is required", "--agreements", "nowhere")]
    [InlineData("`yesterday` is not an RFC 3339 time", "--agreements", "nowhere", "--events", "-", "--until", "yesterday")]
    [InlineData("`--output` is `json` or `text`, not `xml`", "--agreements", "nowhere", "--events", "-", "--output", "xml")]
    public async Task What_makes_no_sense_exits_with_2_and_one_line(string message, params string[] args)
    {
        var result = await CovenantProcess.RunAsync(["replay", .. args]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, Assert.Single(result.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_never_write_over_the_events()
    {
        var log = _folder.Write("log.jsonl", "not json\n");

        Assert.Equal(2, (await ReplayAsync(log, "--deadletters", log)).ExitCode);
        Assert.Equal("not json\n", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_replay_quietly()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => Event($"e-{i}", "2026-02-01T00:00:00Z", "dpv:Use", "dpv:Advertising"));
        _folder.Write("log.jsonl", string.Join('\n', lines));
        using var process = CovenantProcess.Start("replay", "--agreements", _folder.Path, "--events", _folder.File("log.jsonl"));
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        process.StandardOutput.Close();
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (process.ExitCode, errors));
    }

    private Task<CommandResult> ReplayAsync(string events, params string[] more) =>
        CovenantProcess.RunAsync(["replay", "--agreements", _folder.Path, "--events", events, .. more]);

    private static string Log(params string[] events) => string.Join('\n', events) + "\n";

    private static string Topic(string line) => (string)JsonNode.Parse(line)!["data"]!["position"]!["topic"]!;

    private static string Event(string id, string time, string operation, string? purpose = null) =>
        "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/test\",\"type\":\"datause.event.v1\",\"time\":\"" + time
        + "\",\"data\":{\"institution\":\"test-bank\",\"customer\":\"c-1\",\"operation\":\"" + operation + "\""
        + (purpose is null ? "" : ",\"purposes\":[\"" + purpose + "\"]") + "}}";
}
