using System.CommandLine;
using System.CommandLine.Parsing;
using Covenant.LoadTests.Chaos;

namespace Covenant.LoadTests.Options;

/// <summary>Options as all commands have them: a default where there is one, and lengths of time as people type them.</summary>
internal static class LoadOption
{
    public static Option<T> Of<T>(string name, string description, T byDefault, string? help = null) =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault, HelpName = help };

    public static Option<T?> Maybe<T>(string name, string description, string? help = null) => new(name) { Description = description, HelpName = help };

    public static Option<TimeSpan> Time(string name, string description, TimeSpan byDefault) =>
        new(name) { Description = description, HelpName = "TIME", DefaultValueFactory = _ => byDefault, CustomParser = Read };

    public static Option<TimeSpan?> MaybeTime(string name, string description) => new(name) { Description = description, HelpName = "TIME", CustomParser = argument => Read(argument) };

    private static TimeSpan Read(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
        if (TimeText.TryParse(text) is { } time)
        {
            return time;
        }

        argument.AddError($"`{text}` is not a length of time such as `50ms`, `90s` or `20m`");
        return default;
    }
}
