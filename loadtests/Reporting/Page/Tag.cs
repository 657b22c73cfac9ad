using System.Xml.Linq;
using Covenant.Contracts.Showing;

namespace Covenant.LoadTests.Reporting.Page;

/// <summary>Elements of a page. Whatever is put into them is escaped when they are written, so nothing that a user named can become markup.</summary>
internal static class Tag
{
    /// <param name="css">The classes; null for none.</param>
    public static XElement Of(string name, string? css, params object?[] content)
    {
        // The empty text keeps an element without content from closing itself, which HTML does not know.
        var element = new XElement(name, css is null ? null : new XAttribute("class", css), content.Select(Clean));
        if (element.IsEmpty)
        {
            element.Add("");
        }

        return element;
    }

    public static XAttribute With(string name, string value) => new(name, (string)Clean(value)!);

    public static XElement Table(string css, IEnumerable<string> headers, IEnumerable<XElement> rows) =>
        Of("div", "scroll",
            Of("table", css,
                Of("thead", null, Of("tr", null, headers.Select(header => Of("th", null, With("scope", "col"), header)))),
                Of("tbody", null, rows)));

    public static XElement Row(params object?[] cells) =>
        Of("tr", null, cells.Select((cell, index) => index == 0 ? Of("th", null, With("scope", "row"), cell) : Of("td", null, cell)));

    public static XElement Section(string title, params object?[] content) => Of("section", null, Of("h2", null, title), content);

    /// <summary>Told by a sign and a word, never by colour alone.</summary>
    public static XElement Holds(bool holds) => Of("span", holds ? "good" : "bad", holds ? "✓ held" : "✗ not held");

    /// <summary>Characters that no page may have, or that hide or turn round what is beside them, stand as their escapes; of JSON that is the same JSON.</summary>
    private static object? Clean(object? content) => content is string text ? Shown.Text(text) : content;
}
