using Covenant.Contracts.Showing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Covenant.LoadTests.Reporting;

/// <summary>Where tables and progress go.</summary>
public static class ReportConsole
{
    /// <summary>A file or a pipe has no width, and the usual guess would break every row of a table.</summary>
    private const int WidthWithoutTerminal = 200;

    public static IAnsiConsole Output() => For(Console.Out);

    /// <summary>One line of an answer that is no table.</summary>
    public static void WriteLine(string line) => Console.Out.WriteLine(Shown.Text(line));

    /// <summary>One line beside the answer: what is wrong, or how far it is.</summary>
    public static void ErrorLine(string line) => Console.Error.WriteLine(Shown.Text(line));

    /// <summary>For progress, so that what a command prints can be piped on.</summary>
    public static IAnsiConsole Error() => For(Console.Error);

    private static IAnsiConsole For(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return Showing(console);
    }

    /// <summary>Lets nothing through that moves a cursor or hides but what the console itself makes: names of files, settings and remarks come from outside.</summary>
    public static IAnsiConsole Showing(IAnsiConsole console)
    {
        console.Pipeline.Attach(new ShownHook());
        return console;
    }

    private sealed class ShownHook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(one => new ShownRenderable(one));
    }

    private sealed class ShownRenderable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner.Render(options, maxWidth).Select(one => one.IsControlCode || one.IsLineBreak || !Shown.Hides(one.Text) ? one : new Segment(Shown.Text(one.Text), one.Style));
    }
}
