using System.Text;
using System.Text.Json.Nodes;
using Covenant.Contracts.Showing;
using Covenant.LoadTests.Reporting;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Publishing;
using Covenant.Tests.Commands;
using Covenant.Tests.LoadReports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Covenant.Tests.Showing;

/// <summary>Text that came from outside reaches no terminal, log, header or page as it is, whatever way it takes.</summary>
public sealed class SinkTests : IDisposable
{
    private static readonly string Agreement = $$"""
        { "agreement": "test-bank", "version": 1, "effective": "2026-01-01T00:00:00Z", "clauses": [
          { "id": "a", "text": "Said: {{Hidden.AllAsJson}}\nand more", "permit": { "operation": "dpv:Access", "region": ["US{{Hidden.AllAsJson}}", "CA"] } },
          { "id": "b", "remedy": "{{Hidden.AllAsJson}}", "prohibit": { "operation": "dpv:Use", "attributes.x": "{{Hidden.AllAsJson}}" } },
          { "id": "c", "prohibit": "Fact{{Hidden.AllAsJson.Replace("\\u0000", "", StringComparison.Ordinal)[..60]}}" },
          { "id": "d", "limit": { "when": { "operation": "dpv:Use" }, "count": 0, "total": true }, "text": "\u001b[2J" } ] }
        """;

    private static readonly string Wrong = $$"""
        { "agreement": "{{Hidden.AllAsJson}}", "version": 1, "effective": "{{Hidden.AllAsJson}}", "{{Hidden.AllAsJson}}": 1, "clauses": [
          { "id": "{{Hidden.AllAsJson}}", "severity": "{{Hidden.AllAsJson}}", "prohibit": { "purposes": "dpv:{{Hidden.AllAsJson}}", "{{Hidden.AllAsJson}}": 1 } } ] }
        """;

    private static readonly string Event = $$"""
        {"specversion":"1.0","id":"e-{{Hidden.AllAsJson}}","source":"/{{Hidden.AllAsJson}}","type":"datause.event.v1","time":"2026-02-01T00:00:00Z","data":{"institution":"test-bank","customer":"c{{Hidden.AllAsJson}}","operation":"dpv:Use","purposes":["{{Hidden.AllAsJson}}"],"actor":"{{Hidden.AllAsJson}}","region":"{{Hidden.AllAsJson}}","attributes":{"x":"{{Hidden.AllAsJson}}"} } }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Commands =>
    [
        "agreements lint good.json", "agreements lint good.json --output json", "agreements lint wrong.json", "agreements lint wrong.json --output json",
        "agreements explain good.json", "agreements explain good.json --output json", "agreements explain wrong.json",
        "agreements explain good.json --event event.json", "agreements explain good.json --event event.json --output json", "agreements explain good.json --event event.json --history event.json",
        "agreements explain good.json --event wrong.json", "agreements explain good.json --clause EVIL", "agreements lint EVIL", "agreements lint good.json --output EVIL", "EVIL", "agreements EVIL",
        "replay --agreements good.json --events event.json --output text", "replay --agreements good.json --events event.json", "replay --agreements good.json --events event.json --output json",
        "replay --agreements good.json --events wrong.json --deadletters dead.json", "replay --agreements wrong.json --events event.json", "replay --agreements good.json --events EVIL",
        "replay --agreements good.json --events event.json --until EVIL", "topics --bootstrap-server localhost:1 --institution EVIL", "topics --bootstrap-server localhost:1 --kafka-config EVIL",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_repeats_nothing_that_hides(string command)
    {
        _folder.Write("good.json", Agreement);
        _folder.Write("wrong.json", Wrong);
        _folder.Write("event.json", Event.Replace("\n", "", StringComparison.Ordinal).Trim());
        var args = command.Split(' ').Select(arg => arg == "EVIL" ? "evil" + string.Concat(Hidden.All.Where(unit => unit != '\0' && !char.IsSurrogate(unit))) : arg.EndsWith(".json", StringComparison.Ordinal) ? _folder.File(arg) : arg);

        var result = await CovenantProcess.RunAsync([.. args]);

        Assert.NotEqual("", result.Output + result.Errors);
        Assert.Empty(Hidden.In(result.Output));
        Assert.Empty(Hidden.In(result.Errors));
        if (File.Exists(_folder.File("dead.json")))
        {
            Assert.Empty(Hidden.In(await File.ReadAllTextAsync(_folder.File("dead.json"), TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task Json_that_is_shown_says_the_same()
    {
        var result = await CovenantProcess.RunAsync("replay", "--agreements", _folder.Write("good.json", Agreement), "--events", _folder.Write("event.json", Event.Trim()));

        Assert.All(result.Lines, line => Assert.Equal("c" + Hidden.All, (string?)JsonNode.Parse(line)!["data"]!["customer"]));
        Assert.NotEmpty(result.Lines);
    }

    [Fact]
    public void A_line_of_the_log_repeats_nothing_that_hides_and_is_one_line()
    {
        using var written = new StringWriter();
        var failure = new InvalidOperationException("first\r\nsecond" + Hidden.All);
        new LineFormatter(TimeProvider.System).Write(new LogEntry<string>(LogLevel.Error, "Covenant", default, "said\n" + Hidden.All, failure, (state, _) => state), null, written);

        Assert.Empty(Hidden.In(written.ToString()));
        Assert.Equal(1, written.ToString().Count(letter => letter == '\n'));
        Assert.Contains("error: said \\u0000", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_letters_reason_repeats_nothing_that_hides()
    {
        var record = DeadLetters.ToRecord(new DeadLetter(new("t", 0, 1), null, Encoding.UTF8.GetBytes(Hidden.All), null, "code", "why\n" + Hidden.All), DateTimeOffset.UnixEpoch);
        var reason = Encoding.UTF8.GetString(record.Headers!.GetLastBytes(DeadLetters.HeaderPrefix + "reason"));

        Assert.Empty(Hidden.In(reason));
        Assert.DoesNotContain('\n', reason);
        Assert.Equal(Hidden.All, Encoding.UTF8.GetString(record.Value!));
    }

    [Fact]
    public async Task The_health_repeats_nothing_that_hides()
    {
        var degradations = new Degradations();
        degradations.Add("failed\n" + Hidden.All);
        var entry = new HealthReportEntry(HealthStatus.Degraded, "why\n" + Hidden.All, TimeSpan.Zero, null, null);
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await HealthReply.WriteAsync(context, new HealthReport(new Dictionary<string, HealthReportEntry> { ["judge"] = entry }, TimeSpan.Zero));
        await context.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Empty(Hidden.In(Encoding.UTF8.GetString(body.ToArray())));
        Assert.Empty(Hidden.In(Assert.Single(degradations.Reasons)));
    }

    [Fact]
    public void A_report_of_a_run_repeats_nothing_that_hides_as_a_page_or_on_a_terminal()
    {
        var run = SampleRuns.Failed() with { Command = Hidden.All, Profile = Hidden.All, Remarks = [Hidden.All], Settings = new Dictionary<string, string> { [Hidden.All] = Hidden.All } };
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(written), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        SummaryTable.Print(run, ReportConsole.Showing(console));

        Assert.Empty(Hidden.In(HtmlReport.ToHtml(run)));
        Assert.Empty(Hidden.In(written.ToString()));
        Assert.Contains(Shown.Text("\u202E"), written.ToString().Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
