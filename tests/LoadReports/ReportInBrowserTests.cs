using Covenant.LoadTests.Reporting;
using Covenant.LoadTests.Reporting.Comparing;
using Microsoft.Playwright;

namespace Covenant.Tests.LoadReports;

public sealed class ReportInBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>The elements whose text is fainter against what lies behind it than WCAG's 4.5 to 1.</summary>
    private const string Faint = """
        () => {
          const rgb = text => { const n = text.match(/[\d.]+/g).map(Number); return { c: n.slice(0, 3), a: n[3] ?? 1 }; };
          const light = c => c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = e => { for (; e; e = e.parentElement) { const b = rgb(getComputedStyle(e).backgroundColor); if (b.a > 0.99) return b.c; } return [255, 255, 255]; };
          const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
          return [...document.querySelectorAll("main *:not(svg *)")].filter(own).map(e => {
            const a = light(rgb(getComputedStyle(e).color).c), b = light(behind(e));
            return { text: `${e.className}: ${e.textContent.slice(0, 40)}`, ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
          }).filter(e => e.ratio < 4.5).map(e => `${e.text} (${e.ratio.toFixed(2)})`);
        }
        """;

    private const string Background = "() => getComputedStyle(document.body).backgroundColor";

    /// <summary>Pairs of written values of one axis, or of numbers above one plot, that lie over each other.</summary>
    private const string Overlaps = """
        () => [...document.querySelectorAll(".plot")].flatMap(plot => [".x", ".y", ":scope > .badge"].flatMap(kind => {
          const seen = [...plot.querySelectorAll(kind)].map(e => ({ text: e.textContent, box: e.getBoundingClientRect() })).filter(e => e.box.width > 0);
          return seen.flatMap((a, i) => seen.slice(i + 1).filter(b => a.box.left < b.box.right && b.box.left < a.box.right && a.box.top < b.box.bottom && b.box.top < a.box.bottom).map(b => `${a.text} over ${b.text}`));
        }))
        """;

    /// <summary>Written values that reach out of their figure, where they are cut or lie over another.</summary>
    private const string Outside = """
        () => [...document.querySelectorAll(".plot > span")].map(e => ({ text: e.textContent, box: e.getBoundingClientRect(), figure: e.closest("figure").getBoundingClientRect() }))
          .filter(e => e.box.width > 0 && (e.box.left < e.figure.left || e.box.right > e.figure.right || e.box.bottom > e.figure.bottom)).map(e => e.text)
        """;

    public static TheoryData<string, int, ColorScheme> Pages()
    {
        TheoryData<string, int, ColorScheme> pages = [];
        foreach (var name in ReportPages.Names)
        {
            pages.Add(name, 1280, ColorScheme.Light);
            if (name is "failed" or "hour" or "drain" or "compared")
            {
                pages.Add(name, 390, ColorScheme.Dark);
            }
        }

        return pages;
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_report_opens_without_a_complaint_or_a_request_and_fits(string name, int width, ColorScheme scheme)
    {
        await using var open = await chromium.OpenAsync(ReportPages.Html(name), width, scheme);
        Assert.Empty(open.Complaints);
        Assert.Empty(open.Requests);
        Assert.Equal(width, await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await open.Page.EvaluateAsync<string[]>(Faint));
        Assert.Empty(await open.Page.EvaluateAsync<string[]>(Overlaps));
        Assert.Empty(await open.Page.EvaluateAsync<string[]>(Outside));
    }

    [Fact]
    public async Task Light_and_dark_are_two_backgrounds_and_print_is_white()
    {
        await using var light = await chromium.OpenAsync(ReportPages.Html("steady"));
        await using var dark = await chromium.OpenAsync(ReportPages.Html("steady"), scheme: ColorScheme.Dark);
        Assert.Equal(("rgb(250, 250, 248)", "rgb(20, 23, 26)"), (await light.Page.EvaluateAsync<string>(Background), await dark.Page.EvaluateAsync<string>(Background)));
        await dark.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("rgb(255, 255, 255)", await dark.Page.EvaluateAsync<string>(Background));
    }

    [Fact]
    public async Task Every_line_is_drawn_inside_its_plot()
    {
        await using var open = await chromium.OpenAsync(ReportPages.Html("failed"));
        var drawn = await open.Page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.plot .line')].map(line => line.getTotalLength())");
        Assert.Equal(3 + 4 + 1 + 1 + 1 + 7 + 7 + 1, drawn.Length);
        Assert.All(drawn, length => Assert.InRange(length, 100, double.MaxValue));
        Assert.Empty(await open.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.plot .line')].map(line => line.getBBox()).filter(box => box.x < -1 || box.y < -1 || box.x + box.width > 1001 || box.y + box.height > 401).map(box => JSON.stringify(box))"));
    }

    [Fact]
    public async Task Pointing_at_a_plot_says_its_values_and_marks_the_moment_in_all()
    {
        await using var open = await chromium.OpenAsync(ReportPages.Html("steady"));
        var run = SampleRuns.Steady();
        var plot = open.Page.Locator(".plot").First;
        var box = await plot.BoundingBoxAsync();
        await plot.HoverAsync(new() { Position = new() { X = box!.Width / 2, Y = 40 } });
        var tip = await plot.Locator(".tip").InnerTextAsync();
        Assert.StartsWith("0:30", tip);
        Assert.Contains(Unit.PerSecond.Of(run.Samples.Single(sample => sample.At == 30).Judged), tip);
        Assert.Equal(await open.Page.Locator(".plot[data-axis=time]").CountAsync(), await open.Page.Locator(".cross:visible").CountAsync());
        await open.Page.Mouse.MoveAsync(2, 2);
        Assert.Equal(0, await open.Page.Locator(".cross:visible, .tip:visible").CountAsync());
    }

    [Fact]
    public async Task Arrow_keys_walk_through_a_plot_and_name_the_fault()
    {
        await using var open = await chromium.OpenAsync(ReportPages.Html("failed"));
        var plot = open.Page.Locator(".plot").First;
        await plot.FocusAsync();
        await plot.PressAsync("End");
        await plot.PressAsync("Home");
        Assert.Contains("1 warm-up", await plot.Locator(".tip").InnerTextAsync());
        for (var step = 0; step < 23; step++)
        {
            await plot.PressAsync("ArrowRight");
        }

        var tip = await plot.Locator(".tip").InnerTextAsync();
        Assert.StartsWith("1:30 to 1:34", tip);
        Assert.Contains("2 kill silo 1", tip);
    }

    private static class ReportPages
    {
        public static readonly string[] Names = ["steady", "quiet", "failed", "drain", "search", "hour", "compared"];

        public static string Html(string name) => name switch
        {
            "steady" => HtmlReport.ToHtml(SampleRuns.Steady()),
            "quiet" => HtmlReport.ToHtml(SampleRuns.WithoutViolations()),
            "failed" => HtmlReport.ToHtml(SampleRuns.Failed()),
            "drain" => HtmlReport.ToHtml(SampleRuns.Drain()),
            "search" => HtmlReport.ToHtml(SampleRuns.Search()),
            "hour" => HtmlReport.ToHtml(SampleRuns.Hour()),
            _ => ComparisonReport.ToHtml(Comparison.Of([("a.json", SampleRuns.Steady()), ("b.json", SampleRuns.Steady(slower: 1.6)), ("c.json", SampleRuns.Failed())])),
        };
    }
}
