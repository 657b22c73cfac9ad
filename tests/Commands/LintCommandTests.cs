using System.Text.Json.Nodes;
using Covenant.Tests.Samples;

namespace Covenant.Tests.Commands;

public sealed class LintCommandTests : IDisposable
{
    private const string Faulty = """
        agreement: test-bank
        version: 1
        effective: 2026-01-01T00:00:00Z
        clauses:
          - id: often
            limit: { when: dpv:Use, count: -1, sliding: 24h }
          - id: typo
            prohibit: { purposes: dpv:Marketting }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_samples_pass_and_the_draft_alone_is_warned_of()
    {
        SampleFiles.WriteAgreements(_folder.Path);
        var result = await LintAsync(_folder.Path);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("wells-fargo.yaml:2: warning: ", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal("7 agreements without a mistake (38 clauses), 0 mistakes, 1 warning", result.Lines[^1]);
        Assert.Equal(1, (await LintAsync(_folder.Path, "--fail-on-warning")).ExitCode);
    }

    [Fact]
    public async Task Every_mistake_of_every_file_is_a_line_with_its_place()
    {
        var (one, two) = (_folder.Write("one.yaml", Faulty), _folder.Write("two.yaml", "agreement: other\n"));
        var result = await LintAsync(one, two);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Lines.Count(line => line.StartsWith($"{one}:6: clause `often`: ", StringComparison.Ordinal)));
        Assert.Contains(result.Lines, line => line.StartsWith($"{one}:8: clause `typo`: ", StringComparison.Ordinal) && line.Contains("dpv:Marketing", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith($"{two}:1: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_that_two_files_have_is_a_mistake()
    {
        var agreement = "agreement: test-bank\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses: [{ id: a, prohibit: dpv:Use }]\n";
        _folder.Write("one.yaml", agreement);
        _folder.Write("two.yml", agreement);
        var result = await LintAsync(_folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"{_folder.File("two.yml")}:1: version 1 of `test-bank` is in ", result.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_stands_at_the_clause_it_is_about()
    {
        var file = _folder.Write("a.yaml", "agreement: test-bank\nversion: 1\neffective: 2026-01-01T00:00:00Z\nclauses:\n  - id: one\n    permit: dpv:Use\n  - id: two\n    text: It is id two.\n    prohibit: [ConversationOpend, 'Acme*']\n");
        var result = await LintAsync(file);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"{file}:7: clause `two`: warning: `ConversationOpend`", result.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{file}:9: clause `two`: warning: `Acme*`", result.Lines[1], StringComparison.Ordinal);
        Assert.Equal("1 agreement without a mistake (2 clauses), 0 mistakes, 2 warnings", result.Lines[2]);
    }

    [Fact]
    public async Task Json_output_holds_agreements_mistakes_and_warnings()
    {
        SampleFiles.WriteAgreements(_folder.Path);
        _folder.Write("zz.yaml", Faulty);
        var result = await LintAsync(_folder.Path, "--output", "json");
        var answer = JsonNode.Parse(result.Output)!;

        Assert.Equal(1, result.ExitCode);
        Assert.Equal((7, 3, 1), (answer["agreements"]!.AsArray().Count, answer["mistakes"]!.AsArray().Count, answer["warnings"]!.AsArray().Count));
        Assert.Equal((6, "often"), ((int)answer["mistakes"]![0]!["line"]!, (string)answer["mistakes"]![0]!["clause"]!));
    }

    [Theory]
    [InlineData("there is no file or folder `nowhere`", "agreements", "lint", "nowhere")]
    [InlineData("there is no command `lint`; write `covenant agreements lint`", "lint", "nowhere")]
    [InlineData("there is no command `agreements lnt`; `covenant agreements --help` tells what there is", "agreements", "lnt", "nowhere")]
    [InlineData("there is no option `agreements --lint`; `covenant agreements --help` tells what there is", "agreements", "--lint")]
    public async Task What_is_not_there_exits_with_2(string message, params string[] args)
    {
        var result = await CovenantProcess.RunAsync(args);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_agreements_exits_with_2() => Assert.Equal(2, (await LintAsync(_folder.Path)).ExitCode);

    private static Task<CommandResult> LintAsync(params string[] args) => CovenantProcess.RunAsync(["agreements", "lint", .. args]);
}
