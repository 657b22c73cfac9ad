using System.Text.Json;
using System.Text.Json.Nodes;
using Covenant.LoadTests.Runs;

namespace Covenant.Tests.LoadReports;

public sealed class SummaryFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covenant-reports");

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var run in new[] { SampleRuns.Steady(), SampleRuns.WithoutViolations(), SampleRuns.Failed(), SampleRuns.Drain(), SampleRuns.Search() })
        {
            SummaryFile.Write(run, At("run.json"));
            var (read, mistake) = SummaryFile.Read(At("run.json"));
            Assert.Null(mistake);
            Assert.Equivalent(run, read, strict: true);
        }
    }

    [Fact]
    public void The_format_comes_first_and_names_are_in_camel_case()
    {
        var fields = JsonNode.Parse(SummaryFile.ToJson(SampleRuns.Steady()))!.AsObject();
        Assert.Equal(("format", 1), (fields.First().Key, (int)fields.First().Value!));
        Assert.Equal(27.4, (double)JsonNode.Parse(SummaryFile.ToJson(SampleRuns.Steady() with { Latency = SampleRuns.Steady().Latency! with { P99 = 27.4 } }))!["latency"]!["p99"]!);
    }

    [Fact]
    public void A_number_that_is_none_is_written_as_null_and_read_as_no_number()
    {
        var run = SampleRuns.Drain();
        run = run with { Drain = run.Drain! with { Ratio = double.NaN, BareRate = double.PositiveInfinity }, Samples = [run.Samples[0] with { P99 = double.NaN, P50 = null }] };
        SummaryFile.Write(run, At("run.json"));
        using var written = JsonDocument.Parse(File.ReadAllText(At("run.json")));
        Assert.Equal(JsonValueKind.Null, written.RootElement.GetProperty("drain").GetProperty("bareRate").ValueKind);
        var read = SummaryFile.Read(At("run.json")).Summary!;
        Assert.True(double.IsNaN(read.Drain!.Ratio) && double.IsNaN(read.Drain.BareRate));
        Assert.Equal(((double?)null, (double?)null), (read.Samples[0].P50, read.Samples[0].P99));
    }

    [Fact]
    public void What_a_later_version_adds_is_ignored()
    {
        var fields = JsonNode.Parse(SummaryFile.ToJson(SampleRuns.Steady()))!.AsObject();
        fields["weather"] = "fair";
        fields["load"]!["mood"] = new JsonArray(1, 2);
        File.WriteAllText(At("run.json"), fields.ToJsonString());
        Assert.Equal(SampleRuns.Steady().Load, SummaryFile.Read(At("run.json")).Summary!.Load);
    }

    [Theory]
    [InlineData("", "is no whole summary of a run")]
    [InlineData("{", "is no whole summary of a run")]
    [InlineData("[1]", "is no summary of a run")]
    [InlineData("{}", "is no summary of a run")]
    [InlineData("""{"format":"1"}""", "is no summary of a run")]
    [InlineData("""{"format":1}""", "is no whole summary of a run")]
    [InlineData("""{"format":7}""", "is of format 7, and this covenant-load reads format 1")]
    public void A_file_that_is_no_summary_is_one_line(string text, string said)
    {
        File.WriteAllText(At("run.json"), text);
        var (run, mistake) = SummaryFile.Read(At("run.json"));
        Assert.Null(run);
        Assert.StartsWith($"`{At("run.json")}` {said}", mistake);
        Assert.DoesNotContain("\n", mistake);
        Assert.DoesNotContain("System.", mistake);
    }

    [Fact]
    public void A_part_of_a_wrong_kind_is_named_by_its_place()
    {
        var fields = JsonNode.Parse(SummaryFile.ToJson(SampleRuns.Steady()))!.AsObject();
        fields["load"]!["sent"] = "many";
        File.WriteAllText(At("run.json"), fields.ToJsonString());
        Assert.Contains("`$.load.sent`", SummaryFile.Read(At("run.json")).Mistake);
    }

    [Fact]
    public void Nothing_there_and_a_folder_are_one_line_each()
    {
        Assert.Contains("is not there", SummaryFile.Read(At("none.json")).Mistake);
        Assert.Contains("is not there", SummaryFile.Read(Path.Combine(At("none"), "none.json")).Mistake);
        Assert.Contains("cannot be read", SummaryFile.Read(_folder.FullName).Mistake);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
