using Covenant.Contracts.Showing;

namespace Covenant.Silo.Terminal;

/// <summary>What people are told beside a command's answer. Whatever is repeated of what they or others wrote stays one line and moves no cursor.</summary>
internal static class StandardError
{
    public static void WriteLine(string line) => Console.Error.WriteLine(Shown.Text(line));

    /// <param name="lines">Each with its end.</param>
    public static void Write(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList().ForEach(WriteLine);
}
