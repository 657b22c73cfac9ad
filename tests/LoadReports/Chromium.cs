using Microsoft.Playwright;

namespace Covenant.Tests.LoadReports;

/// <summary>Debian's Chromium, driven without a window. It asks nothing of any network: where a page tries, the test sees it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-domain-reliability",
        "--host-resolver-rules=MAP * ~NOTFOUND",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string? Missing => File.Exists(Executable) ? null : "there is no Chromium: install it with `apt-get install chromium`";

    public async ValueTask InitializeAsync()
    {
        if (Missing is null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Quiet });
        }
    }

    /// <summary>A page of its own, with nothing kept from another.</summary>
    public async Task<OpenPage> OpenAsync(string html, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        RealPart.Require(Missing);
        var file = Path.Combine(Path.GetTempPath(), $"covenant-report-{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(file, html);
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        return await OpenPage.GotoAsync(context, file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
