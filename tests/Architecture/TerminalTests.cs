using System.Reflection;

namespace Covenant.Tests.Architecture;

/// <summary>Text reaches the terminal through the sinks alone: whoever writes beside them repeats what others wrote as it is.</summary>
public sealed class TerminalTests
{
    // It draws a bar of its own, and nothing that others wrote.
    private const string Bar = "Covenant.Silo.Commands.Replay.ReplayProgress";

    private static readonly string[] Sinks = ["Covenant.Silo.Terminal.StandardError", "Covenant.Silo.Terminal.StandardOutput", "Covenant.LoadTests.Reporting.ReportConsole"];

    [Theory]
    [InlineData("Covenant.Contracts.dll")]
    [InlineData("Covenant.Grains.dll")]
    [InlineData("covenant.dll")]
    [InlineData("covenant-load.dll")]
    public void Only_the_sinks_write_to_the_terminal(string file)
    {
        var writers = Assembly.LoadFrom(LayeringTests.PathOf(file)).GetTypes().Where(type => Methods(type).SelectMany(Instructions.CalledBy).Any(Writes))
            .Select(type => type.FullName!.Split('+', '<')[0]).Distinct();

        Assert.Empty(writers.Except([.. Sinks, Bar]));
    }

    [Fact]
    public void The_sinks_are_found() =>
        Assert.All(Sinks, name => Assert.Contains(new[] { "covenant.dll", "covenant-load.dll" }.SelectMany(file => Assembly.LoadFrom(LayeringTests.PathOf(file)).GetTypes()), type => type.FullName == name && Methods(type).SelectMany(Instructions.CalledBy).Any(Writes)));

    // A stream of bytes is opened for events and for lines that are shown already.
    private static bool Writes(MemberInfo called) =>
        (called.DeclaringType == typeof(Console) && called.Name is "get_Out" or "get_Error" or "Write" or "WriteLine")
        || (called.DeclaringType?.FullName == "Spectre.Console.AnsiConsole" && called.Name is "get_Console" or "Write" or "WriteLine" or "MarkupLine" or "MarkupLineInterpolated");

    private static IEnumerable<MethodBase> Methods(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));
    }
}
