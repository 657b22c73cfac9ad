using Spectre.Console;

namespace Covenant.LoadTests.Reporting;

/// <summary>Where tables and progress go.</summary>
public static class ReportConsole
{
    /// <summary>A file or a pipe has no width, and the usual guess would break every row of a table.</summary>
    private const int WidthWithoutTerminal = 200;

    public static IAnsiConsole Output() => For(Console.Out);

    /// <summary>For progress, so that what a command prints can be piped on.</summary>
    public static IAnsiConsole Error() => For(Console.Error);

    private static IAnsiConsole For(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
