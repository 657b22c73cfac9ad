using Covenant.Silo.Commands;

namespace Covenant.Tests.Commands;

/// <summary>Whatever a command is given, it ends with a line and a code.</summary>
public sealed class CommandBorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("P\uFF13D")]
    [InlineData("PT\u0663H")]
    [InlineData("P\U0001D7D9D")]
    public async Task A_duration_in_digits_of_another_script_is_a_mistake_of_its_line(string duration)
    {
        var file = _folder.Write("a.yaml", $"agreement: acme\nversion: 1\neffective: 2026-01-01\nclauses:\n  - id: c\n    prohibit: dpv:Use\n    unless: {{ once: X, within: {duration} }}\n");

        var result = await CovenantProcess.RunAsync("agreements", "lint", file);

        Assert.Equal((1, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith($"{file}:7: clause `c`: `within` needs an ISO 8601 duration", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal(2, result.Lines.Count);
    }

    [Theory]
    [InlineData("--deadletters", "")]
    [InlineData("--deadletters", ".")]
    [InlineData("--events", "")]
    public async Task A_path_that_is_none_is_refused_in_a_line(string option, string path)
    {
        var agreement = _folder.Write("a.yaml", "agreement: acme\nversion: 1\neffective: 2026-01-01\nstatus: abstained\n");
        var events = _folder.Write("e.jsonl", "");
        string[] args = option == "--events" ? ["replay", "--agreements", agreement, "--events", path] : ["replay", "--agreements", agreement, "--events", events, option, path];

        Refused(await CovenantProcess.RunAsync(args));
    }

    [Fact]
    public async Task A_settings_file_that_cannot_be_read_is_refused_in_a_line()
    {
        var file = _folder.Write("appsettings.json", "{ \"Covenant\": { nonsense");

        var result = await CovenantProcess.RunAsync($"--contentRoot={_folder.Path}");

        Refused(result);
        Assert.StartsWith($"the settings cannot be read: Failed to load configuration from file '{file}'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_its_own_is_told_in_a_line_with_the_place_that_its_authors_need()
    {
        var fault = Record.Exception(() => Covenant.Contracts.Events.EventTime.Parse("\uFF12\n"));

        Assert.Equal("`covenant` failed by a fault of Covenant's own (`FormatException` in `EventTime.Parse`); report it with what it was given", OwnFault.In("`covenant`", fault!));
    }

    private static void Refused(CommandResult result)
    {
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }
}
