using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Tests.Agreements.Mistakes;
using Xunit;

namespace Covenant.Tests.Agreements;

public class DocumentTests
{
    private const string Json = """{"agreement":"acme","version":2,"effective":"2026-01-01T00:00:00Z","clauses":[{"id":"c","limit":{"count":3,"total":null}}]}""";

    [Fact]
    public void What_a_document_leaves_out_has_its_default()
    {
        var agreement = Assert.Single(AgreementReader.Read(Given.Head + Given.OneClause, "a.yaml").Documents).Agreement;

        Assert.Equal(AgreementStatus.Active, agreement.Status);
        Assert.Equal(TimeSpan.FromMinutes(10), agreement.Tolerance);
        Assert.Null(agreement.Scope);
        Assert.Equal(EventTime.Parse("2026-01-01T00:00:00Z"), agreement.Effective);
    }

    [Theory]
    [InlineData("status: draft", "Draft 00:10:00 scope all")]
    [InlineData("tolerance: P31D", "Active 31.00:00:00 scope all")]
    [InlineData("tolerance: PT0S", "Active 00:00:00 scope all")]
    [InlineData("scope: { categories: pd:Financial }", "Active 00:10:00 scope categories=pd:Financial")]
    [InlineData("title: Chat\ndescription: What was agreed.", "Active 00:10:00 scope all")]
    public void What_a_document_says_of_itself_is_read(string line, string expected)
    {
        var reading = AgreementReader.Read($"{Given.Head}{line}\n{Given.OneClause}", "a.yaml");

        Assert.Empty(reading.Mistakes);
        Assert.Contains($" {expected}\n", AgreementText.Of(reading.Documents[0].Agreement), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abstained")]
    [InlineData("retired")]
    public void An_institution_that_is_no_party_needs_no_clauses(string status)
    {
        var reading = AgreementReader.Read($"{Given.Head}status: {status}\n", "a.yaml");

        Assert.Empty(reading.Mistakes);
        Assert.Empty(Assert.Single(reading.Documents).Agreement.Clauses);
    }

    [Fact]
    public void Documents_are_divided_by_dashes_and_know_their_lines_and_texts()
    {
        var other = Given.Head.Replace("version: 1", "version: 2", StringComparison.Ordinal) + Given.OneClause;

        var reading = AgreementReader.Read($"# the first\n{Given.Head}{Given.OneClause}---\n# the second\n{other}...\n", "two.yaml");

        Assert.Empty(reading.Mistakes);
        Assert.Equal([(2, 1, "two.yaml"), (10, 2, "two.yaml")], reading.Documents.Select(document => (document.Line, document.Agreement.Version, document.File)));
        Assert.Equal([$"# the first\n{Given.Head}{Given.OneClause}", $"---\n# the second\n{other}"], reading.Documents.Select(document => document.Text));
    }

    [Fact]
    public void A_document_with_a_mistake_is_left_out_and_the_others_stay()
    {
        var good = Given.Head + Given.OneClause;

        var reading = AgreementReader.Read($"{good}---\n{good.Replace("version: 1", "version: two", StringComparison.Ordinal)}---\n{good.Replace("version: 1", "version: 3", StringComparison.Ordinal)}", "a.yaml");

        Assert.Equal([1, 3], reading.Documents.Select(document => document.Agreement.Version));
        Assert.Equal(9, Assert.Single(reading.Mistakes).Line);
    }

    [Fact]
    public void Json_is_read_as_the_yaml_that_it_is()
    {
        var yaml = Given.Limit("{ count: 3, total }").Replace("version: 1", "version: 2", StringComparison.Ordinal);

        Assert.Equal(TextOf(yaml), TextOf(Json));
        Assert.Equal(TextOf(yaml), TextOf(Json.Replace(",", ",\n\t", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_holds_a_document_in_each_item_that_can_be_read_alone()
    {
        var reading = AgreementReader.Read($"[{Json}, {Json.Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal)}]", "list.json");

        Assert.Empty(reading.Mistakes);
        Assert.Equal([2, 3], reading.Documents.Select(document => document.Agreement.Version));
        Assert.All(reading.Documents, document => Assert.Equal(AgreementText.Of(document.Agreement), TextOf(document.Text)));
    }

    [Fact]
    public void Of_equal_mistakes_on_one_line_each_spoils_its_own_document()
    {
        var bad = Json.Replace("\"count\":3", "\"count\":-3", StringComparison.Ordinal);

        Assert.Empty(AgreementReader.Read($"[{bad}, {bad}]", "list.json").Documents);
    }

    [Fact]
    public void Anchors_and_aliases_repeat_what_they_name()
    {
        var reading = AgreementReader.Read(Given.Clause("prohibit: &ads { purposes: dpv:Marketing }\nunless: { once: *ads }"), "a.yaml");

        Assert.Empty(reading.Mistakes);
        Assert.Contains("prohibit purposes=dpv:Marketing unless once(purposes=dpv:Marketing) ", AgreementText.Of(reading.Documents[0].Agreement), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_another_document_has_is_refused_within_a_file_and_across_files()
    {
        var text = Given.Head + Given.OneClause;
        var reading = AgreementReader.Read($"{text}---\n{text}", "a.yaml");
        var other = AgreementReader.Read(text, "b.yaml");

        Assert.Equal("a.yaml:8: version 1 of `acme` is in `a.yaml:1` already: give this one a `version` of its own", Assert.Single(reading.Mistakes).ToString());
        Assert.Equal(1, Assert.Single(reading.Documents).Line);
        Assert.Equal("b.yaml:1: version 1 of `acme` is in `a.yaml:1` already: give this one a `version` of its own",
            Assert.Single(AgreementSet.Check([.. reading.Documents, .. other.Documents])).ToString());
    }

    private static string TextOf(string text) => AgreementText.Of(Assert.Single(AgreementReader.Read(text, "a.json").Documents).Agreement);
}
