using System.Xml.Linq;

namespace Covenant.LoadTests.Reporting.Page;

/// <summary>One file that holds all it shows: style, script and plots. It may fetch nothing, and its policy says so to the browser.</summary>
internal static class HtmlPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    public static string Of(string title, params object?[] content)
    {
        var main = Tag.Of("main", null, content);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <link rel="icon" href="data:,">
            {Tag.Of("title", null, title).ToString(SaveOptions.DisableFormatting)}
            <style>
            {Resource("report.css")}</style>
            </head>
            <body>
            {main.ToString(SaveOptions.DisableFormatting)}
            <script>
            {Resource("report.js")}</script>
            </body>
            </html>

            """;
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
