using System.Text.Json.Nodes;
using Covenant.Tests.Samples;

namespace Covenant.Tests.Commands;

public sealed class ExplainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExplainCommandTests() => SampleFiles.WriteAgreements(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_clause_is_explained_with_its_text_meaning_and_example()
    {
        var result = await ExplainAsync(_folder.File("paypal.yaml"), "--clause", "unattended");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\nunattended (limit)\n  \"Without the customer present, ", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n  At most 4 `dpv:Use` touches while the customer is not present in any 24 hours, for each customer; a fifth is a violation.\n  For example: ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bulk", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_output_has_every_clause_of_every_version()
    {
        var answer = JsonNode.Parse((await ExplainAsync(_folder.File("american-express.yaml"), "--output", "json")).Output)!;

        Assert.Equal([(1, 6), (2, 6)], answer["agreements"]!.AsArray().Select(agreement => ((int)agreement!["version"]!, agreement["clauses"]!.AsArray().Count)));
    }

    [Fact]
    public async Task An_event_is_explained_clause_by_clause_after_its_history()
    {
        var (history, touch) = Story("pp-09-score");
        var result = await ExplainAsync(_folder.Path, "--event", touch, "--history", history, "--output", "json");
        var answer = JsonNode.Parse(result.Output)!;
        var clauses = answer["versions"]![0]!["clauses"]!.AsArray().ToDictionary(clause => (string)clause!["clause"]!, clause => clause!);

        Assert.Equal("violates `unattended`, by version 3 (active)", (string)answer["verdict"]!);
        Assert.Equal(("permits", "nothing", "violated", "nothing"),
            ((string)clauses["services"]["says"]!, (string)clauses["no-commercial-use"]["says"]!, (string)clauses["unattended"]["says"]!, (string)clauses["erase-on-request"]["says"]!));
        Assert.Contains("the measure is 5 of at most 4", (string)clauses["unattended"]["why"]!, StringComparison.Ordinal);
        Assert.Contains("`unless`: it is so that a `ConversationOpened` fact has come", (string)clauses["only-in-conversation"]["why"]!, StringComparison.Ordinal);
        Assert.Contains("`purposes` is `dpv:FraudPreventionAndDetection`, not `dpv:CommercialPurpose`", (string)clauses["no-commercial-use"]["why"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"dpv:CustomerCare\"", "permits", "`purposes` is `dpv:CustomerCare`")]
    [InlineData("\"dpv:CustomerCare\",\"dpv:AcademicResearch\"", "permits in part", "it takes the touch for `dpv:CustomerCare` alone, and another permit has to take it for `dpv:AcademicResearch`")]
    [InlineData("\"dpv:CustomerCare\",\"dpv:customercare\"", "nothing", "the vocabulary has no purpose `dpv:customercare`, so no clause can permit the touch")]
    public async Task A_permit_is_asked_for_each_purpose_by_itself(string purposes, string says, string why)
    {
        var touch = _folder.Write("touch.json", $$$"""
            {"specversion":"1.0","id":"e","source":"/s","type":"datause.event.v1","time":"2026-02-01T00:00:00Z","data":{"institution":"paypal","customer":"c","operation":"dpv:Access","purposes":[{{{purposes}}}]}}
            """);
        var answer = JsonNode.Parse((await ExplainAsync(_folder.File("paypal.yaml"), "--event", touch, "--clause", "services", "--output", "json")).Output)!;
        var clause = answer["versions"]![0]!["clauses"]![0]!;

        Assert.Equal(says, (string)clause["says"]!);
        Assert.Contains(why, (string)clause["why"]!, StringComparison.Ordinal);
        Assert.Equal(says != "permits", answer["violations"]!.AsArray().Any(violation => ((string)violation!).StartsWith("not-permitted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_history_and_an_event_may_have_byte_order_marks_and_blank_lines_as_a_replay_may()
    {
        var (history, touch) = Story("pp-09-score");
        var marked = _folder.Write("marked.jsonl", "\uFEFF\n\uFEFF" + string.Join("\r\n \n\uFEFF", await File.ReadAllLinesAsync(history, TestContext.Current.CancellationToken)) + "\n\n");
        var markedTouch = _folder.Write("touch.json", "\uFEFF" + await File.ReadAllTextAsync(touch, TestContext.Current.CancellationToken));
        var plain = await ExplainAsync(_folder.File("paypal.yaml"), "--event", touch, "--history", history);

        Assert.Equal((0, plain.Output), ((await ExplainAsync(_folder.File("paypal.yaml"), "--event", markedTouch, "--history", marked)) is var result ? (result.ExitCode, result.Output) : default));
    }

    [Fact]
    public async Task Without_a_history_nothing_came_before()
    {
        var (_, touch) = Story("pp-09-score");
        var result = await ExplainAsync(_folder.Path, "--event", touch);

        Assert.Contains("violates `only-in-conversation`, by version 3", result.Output, StringComparison.Ordinal);
        Assert.Contains("judged as if nothing had come before it; --history FILE gives it a past", result.Output, StringComparison.Ordinal);
        Assert.Contains("the measure is 1 of at most 4", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trigger_opens_and_says_by_when_and_what_is_asked_for_fulfils()
    {
        var (_, trigger) = Story("wu-05-transfer");
        var (history, erase) = Story("wu-20-erase");

        Assert.Contains("a `dpv:Erase` touch must come by 2026-04-01T10:06:00Z", (await ExplainAsync(_folder.Path, "--event", trigger)).Output, StringComparison.Ordinal);
        Assert.Contains("erase-after-transfer (oblige): fulfils", (await ExplainAsync(_folder.Path, "--event", erase, "--history", history)).Output, StringComparison.Ordinal);
        Assert.Contains("erase-after-transfer (oblige): would fulfil", (await ExplainAsync(_folder.Path, "--event", erase)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-02-28T12:00:00Z", "fulfils", "of a trigger with the same `item`")]
    [InlineData("2026-03-03T00:00:00Z", "would fulfil", "before it came no trigger whose deadline it alone keeps")]
    public async Task What_comes_after_the_deadline_fulfils_nothing(string time, string says, string why)
    {
        var agreement = Agreement("  - { id: erase, oblige: { after: ErasureRequested, do: dpv:Erase, within: P1D, match: [item] } }");
        var history = _folder.Write("history.jsonl", Event("2026-02-28T00:00:00Z", "\"operation\":\"ErasureRequested\",\"item\":\"i\""));
        var clause = await ClauseAsync(agreement, Event(time, "\"operation\":\"dpv:Erase\",\"item\":\"i\""), "--history", history);

        Assert.Equal(says, (string)clause["says"]!);
        Assert.EndsWith(why, (string)clause["why"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"operation\":\"Notified\"", "`Notified` is a fact, and a permit takes touches alone")]
    [InlineData("\"operation\":\"Peeked\"", "`Peeked` is neither an operation nor a fact that the agreement knows, so no clause can permit it")]
    [InlineData("\"operation\":\"dpv:Use\",\"purposes\":[\"Ads\"]", "the purpose `Ads` is no term and in no set of the agreement, so no clause can permit the touch")]
    [InlineData("\"operation\":\"dpv:Use\",\"attributes\":{\"a\":{}}", "the attribute `a` has a value that is an object or a list, which nobody can compare, so no clause can permit the touch")]
    public async Task A_permit_says_of_a_hidden_touch_what_the_judge_says(string data, string why) =>
        Assert.Equal(why, (string)(await ClauseAsync(Agreement("  - { id: use, permit: dpv:Use }"), Event("2026-03-01T00:00:00Z", data)))["why"]!);

    [Fact]
    public async Task A_condition_says_of_which_field_of_its_match_key_the_event_has_none() =>
        Assert.EndsWith(
            "`while`: it is not so that an `Approved` fact has come with the same item before, for the event has no `item`",
            (string)(await ClauseAsync(Agreement("  - { id: use, permit: dpv:Use, while: { once: Approved, match: [item] } }"), Event("2026-03-01T00:00:00Z", "\"operation\":\"dpv:Use\"")))["why"]!,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_touch_out_of_scope_needs_no_permit_and_the_explanation_says_so()
    {
        var agreement = Agreement("  - { id: care, permit: { purposes: dpv:CustomerCare } }", "scope: { region: US }");
        var touch = _folder.Write("touch.json", Event("2026-03-01T00:00:00Z", "\"operation\":\"dpv:Use\",\"region\":\"DE\""));
        var result = await ExplainAsync(agreement, "--event", touch);

        Assert.Contains(": no violation, by version 1 (active)\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nversion 1 (in force)\n  its `scope` does not take the touch, so it needs no permit: `region` is `DE`, not `US`\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_explained_beside_what_is_in_force()
    {
        var (history, touch) = Story("wf-07-ads");
        var result = await ExplainAsync(_folder.Path, "--event", touch, "--history", history);

        Assert.Contains("violates `no-agreement`, for no version is in force", result.Output, StringComparison.Ordinal);
        Assert.Contains("(shadow)", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nversion 1 (draft)\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no agreement there has a clause `nothing-like-it`", "--clause", "nothing-like-it")]
    [InlineData("`--history` goes with `--event`", "--history", "x")]
    [InlineData("there is no file `nowhere`", "--event", "nowhere")]
    public async Task What_makes_no_sense_exits_with_2(string message, params string[] args)
    {
        var result = await ExplainAsync([_folder.File("paypal.yaml"), .. args]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_exits_with_2_and_says_why()
    {
        var result = await ExplainAsync(_folder.Path, "--event", _folder.Write("e.jsonl", "{}"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is not one readable event: required but missing", result.Errors, StringComparison.Ordinal);
    }

    private string Agreement(string clauses, string head = "title: a bank") =>
        _folder.Write("bank.yaml", $"agreement: bank\nversion: 1\neffective: 2026-01-01T00:00:00Z\n{head}\nclauses:\n{clauses}\n");

    private static string Event(string time, string data) =>
        $"{{\"specversion\":\"1.0\",\"id\":\"{time}\",\"source\":\"/s\",\"type\":\"datause.event.v1\",\"time\":\"{time}\",\"data\":{{\"institution\":\"bank\",\"customer\":\"c\",{data}}}}}";

    private async Task<JsonNode> ClauseAsync(string agreement, string touch, params string[] more)
    {
        var result = await ExplainAsync([agreement, "--event", _folder.Write("touch.json", touch), "--output", "json", .. more]);
        return JsonNode.Parse(result.Output)!["versions"]![0]!["clauses"]![0]!;
    }

    private (string History, string Touch) Story(string id)
    {
        var lines = SampleFiles.Lines("story.jsonl").ToList();
        var at = lines.FindIndex(line => line.Contains($"\"{id}\"", StringComparison.Ordinal));
        return (_folder.Write($"before-{id}.jsonl", string.Join('\n', lines[..at])), _folder.Write($"{id}.jsonl", lines[at]));
    }

    private static Task<CommandResult> ExplainAsync(params string[] args) => CovenantProcess.RunAsync(["agreements", "explain", .. args]);
}
