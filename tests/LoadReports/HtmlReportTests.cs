using System.Xml.Linq;
using Covenant.LoadTests.Reporting;
using Covenant.LoadTests.Runs;

namespace Covenant.Tests.LoadReports;

public sealed class HtmlReportTests
{
    private static readonly string[] OfARun = ["Rate", "Latency, from when an event was due until its violation was read", "Latency as a distribution", "Lag in messages", "Lag in seconds", "Processor, in cores", "Memory, resident"];

    [Fact]
    public void A_run_has_every_plot_and_says_what_it_comes_to()
    {
        var main = PageOf(SampleRuns.Steady());
        Assert.Equal(OfARun, Plots(main));
        Assert.Contains("All 3 thresholds held.", main.Value);
        Assert.Contains("nothing missing, invented or doubled", main.Value);
        Assert.Equal("✓ Held", Classed(main, "word").Single().Value);
        Assert.Contains("100000", Classed(main, "settings").Single().Value);
    }

    [Fact]
    public void A_failed_run_lists_differences_thresholds_and_remarks()
    {
        var main = PageOf(SampleRuns.Failed());
        Assert.Equal("✗ Failed", Classed(main, "word").Single().Value);
        Assert.Contains("350 missing, 5 invented, 45 doubled", main.Value);
        Assert.Contains("The first 200 of 400 differences", main.Value);
        Assert.Equal(200, Classed(main, "differences").Single().Elements("li").Count());
        Assert.Contains("2 of 3 thresholds did not hold: p99 was 4870ms (asked: 60ms), missing was 350 (asked: 0).", main.Value);
        Assert.Equal(2, Classed(main, "remarks").Single().Descendants("li").Count());
    }

    [Fact]
    public void Every_plot_over_time_shows_each_fault_and_the_table_tells_its_number()
    {
        var run = SampleRuns.Failed();
        var main = PageOf(run);
        foreach (var plot in Classed(main, "plot").Where(plot => plot.Attribute("data-axis")!.Value == "time"))
        {
            Assert.Equal(run.Marks.Count(mark => mark.IsFault), plot.Element("svg")!.Elements().Count(shape => shape.Attribute("class")?.Value == "fault"));
        }

        Assert.Equal(run.Marks.Count, Classed(main, "marks").Single().Descendants("tbody").Single().Elements().Count());
    }

    [Fact]
    public void A_run_without_violations_has_no_latency()
    {
        var main = PageOf(SampleRuns.WithoutViolations());
        Assert.DoesNotContain("latency p99", main.Value);
        Assert.DoesNotContain(Plots(main), title => title.StartsWith("Latency", StringComparison.Ordinal));
    }

    [Fact]
    public void A_catch_up_is_held_against_the_bare_consumer()
    {
        var main = PageOf(SampleRuns.Drain());
        Assert.Equal(["318,402 /s", "731,118 /s"], Classed(main, "bar-value").Select(value => value.Value));
        Assert.Contains("43.6 %", Classed(main, "tiles").Single().Value);
    }

    [Fact]
    public void A_search_shows_each_rate_in_the_order_in_which_it_was_tried()
    {
        var main = PageOf(SampleRuns.Search());
        Assert.Equal(["10,000 /s", "40,000 /s", "160,000 /s", "80,000 /s", "113,000 /s"], Section(main, "Rates that were tried").Descendants("tbody").Single().Elements().Select(row => row.Elements().First().Value));
        Assert.Contains("highest rate that held80,000 /s", Classed(main, "tiles").Single().Value);
    }

    [Fact]
    public void No_name_or_text_becomes_markup()
    {
        const string Evil = "<script>alert(1)</script>&\"'\u0001\ud800 \U0001F600";
        var run = SampleRuns.Failed() with
        {
            Command = Evil,
            Profile = Evil,
            Remarks = [Evil],
            Marks = [new(3, 4, Evil, true)],
            Settings = new Dictionary<string, string> { [Evil] = Evil },
            Thresholds = [new(Evil, Evil, Evil, false)],
            Processes = [new(Evil, [new(1, 1, 1)])],
            Steps = [new(1, 1, 1, 1, false, Evil)],
            Proof = new(1, 1, 0, 1, 0, 0, [Evil]),
        };
        var html = HtmlReport.ToHtml(run);
        Assert.DoesNotContain("<script>alert", html);
        Assert.Single(html.Split("<script"), part => part.StartsWith('>'));
        Assert.Contains("<script>alert(1)</script>&\"'\\u0001\\uFFFE \U0001F600", Section(MainOf(html), "Settings").Value);
    }

    [Fact]
    public void A_page_names_no_other_place() =>
        Assert.All([SampleRuns.Steady(), SampleRuns.Failed()], run => Assert.DoesNotMatch("https?:|//[a-z]|@import|url\\(", HtmlReport.ToHtml(run).Replace("// Where", "", StringComparison.Ordinal)));

    [Fact]
    public void An_hour_is_drawn_with_few_points_and_keeps_its_highest_and_lowest()
    {
        var run = SampleRuns.Hour();
        run = run with { Samples = [.. run.Samples.Select(sample => sample.At switch { 1_234 => sample with { P99 = 900 }, 2_345 => sample with { Judged = 17 }, _ => sample })] };
        var main = PageOf(run);
        Assert.Contains("17 /s to 10,599 /s", Figure(main, "Rate").Value);
        Assert.All(Classed(main, "line").Select(line => line.Attribute("d")!.Value), path => Assert.InRange(path.Count(letter => letter is 'M' or 'L'), 1, 1_700));
        var highest = Figure(main, OfARun[1]).Descendants("path").Single(path => path.Attribute("class")!.Value == "line c2 dense" && path.Attribute("d")!.Value.Length > 20).Attribute("d")!.Value;
        Assert.Equal(1, highest.Split('M', 'L').Skip(1).Select(point => double.Parse(point.Split(' ')[1].TrimEnd('h', '0') is "" ? "0" : point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).Count(height => height < 60));
    }

    [Fact]
    public void A_number_that_is_none_is_a_dash()
    {
        var run = SampleRuns.Drain();
        var main = PageOf(run with { Drain = run.Drain! with { BareRate = double.NaN, Ratio = double.NaN }, Samples = [run.Samples[0] with { Judged = double.NaN, At = double.PositiveInfinity }] });
        Assert.Equal("–", Classed(main, "bar-value").Last().Value);
        Assert.DoesNotContain("NaN", main.ToString());
        Assert.DoesNotContain("∞", main.ToString());
    }

    private static XElement PageOf(RunSummary run) => MainOf(HtmlReport.ToHtml(run));

    /// <summary>What the page holds, read as XML: so all that is opened is closed, and all text escaped.</summary>
    private static XElement MainOf(string html) => XElement.Parse(html[html.IndexOf("<main>", StringComparison.Ordinal)..(html.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length)]);

    private static IEnumerable<string> Plots(XElement main) => main.Descendants("figure").Select(figure => figure.Descendants("h3").Single().Value);

    private static XElement Figure(XElement main, string title) => main.Descendants("figure").Single(figure => figure.Descendants("h3").Single().Value == title);

    private static XElement Section(XElement main, string title) => main.Elements("section").Single(section => section.Element("h2")!.Value == title);

    private static IEnumerable<XElement> Classed(XElement main, string css) => main.Descendants().Where(element => element.Attribute("class")?.Value.Split(' ').Contains(css) == true);
}
