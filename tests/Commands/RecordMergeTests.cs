using Covenant.Contracts.Agreements;
using Covenant.Silo.Commands.Agreements;

namespace Covenant.Tests.Commands;

public sealed class RecordMergeTests
{
    [Fact]
    public void Versions_are_put_in_beside_those_that_are_published_the_oldest_first()
    {
        var merge = RecordMerge.Of("test-bank", Read(Text(1, "dpv:Use"), Text(3, "dpv:Use")), Read(Text(2, "dpv:Share")), replace: false);

        Assert.Equal([new VersionChange("test-bank", 2, "new")], merge.Changes);
        Assert.Equal([1, 2, 3], AgreementReader.Read(merge.Text, "merged").Documents.Select(document => document.Agreement.Version));
    }

    [Fact]
    public void The_same_version_with_the_same_text_is_no_change()
    {
        var merge = RecordMerge.Of("test-bank", Read(Text(1, "dpv:Use")), Read(Text(1, "dpv:Use").Replace("\n", "  \r\n", StringComparison.Ordinal)), replace: false);

        Assert.True(merge.IsUnchanged);
        Assert.False(merge.IsRefused);
    }

    [Fact]
    public void A_published_version_with_another_text_is_refused_or_replaced_if_asked()
    {
        var (published, added) = (Read(Text(1, "dpv:Use")), Read(Text(1, "dpv:Share")));

        Assert.True(RecordMerge.Of("test-bank", published, added, replace: false).IsRefused);
        var replaced = RecordMerge.Of("test-bank", published, added, replace: true);
        Assert.Equal([new VersionChange("test-bank", 1, "replaced")], replaced.Changes);
        Assert.Contains("dpv:Share", replaced.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("dpv:Use", replaced.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_documents_go_into_the_same_record()
    {
        var json = """{ "agreement": "test-bank", "version": 2, "effective": "2026-01-01T00:00:00Z", "clauses": [{ "id": "a", "prohibit": "dpv:Use" }] }""";
        var merge = RecordMerge.Of("test-bank", Read(Text(1, "dpv:Use")), Read(json), replace: false);

        var reading = AgreementReader.Read(merge.Text, "merged");
        Assert.Empty(reading.Mistakes);
        Assert.Equal([1, 2], reading.Documents.Select(document => document.Agreement.Version));
    }

    private static string Text(int version, string operation) =>
        $"agreement: test-bank\nversion: {version}\neffective: 2026-01-0{version}T00:00:00Z\nclauses:\n  - id: a\n    prohibit: {operation}\n";

    private static IEnumerable<AgreementDocument> Read(params string[] texts) => texts.SelectMany((text, i) =>
    {
        var reading = AgreementReader.Read(text, $"{i}.yaml");
        Assert.Empty(reading.Mistakes);
        return reading.Documents;
    });
}
