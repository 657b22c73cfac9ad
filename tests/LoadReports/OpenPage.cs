using Microsoft.Playwright;

namespace Covenant.Tests.LoadReports;

/// <summary>A report in the browser, and what the browser had to say about it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _file;
    private readonly List<string> _complaints = [], _requests = [];

    private OpenPage(IBrowserContext context, IPage page, string file) => (_context, Page, _file) = (context, page, file);

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions of the script.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>All that was asked for but the page itself.</summary>
    public IReadOnlyList<string> Requests => _requests;

    public static async Task<OpenPage> GotoAsync(IBrowserContext context, string file)
    {
        var page = await context.NewPageAsync();
        OpenPage open = new(context, page, file);
        page.Console += (_, message) => open._complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => open._complaints.Add(error);
        page.Request += (_, request) => open._requests.AddRange(request.IsNavigationRequest || request.Url.StartsWith("data:", StringComparison.Ordinal) ? [] : [request.Url]);
        await page.GotoAsync($"file://{file}");
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        File.Delete(_file);
    }
}
