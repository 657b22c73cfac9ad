using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Settings;

/// <summary>Binds a section to its options: a key that is none of theirs, or a value that cannot be read, is refused by its own name.</summary>
internal static class SettingsSection
{
    public static void AddSettings<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        var written = configuration.GetSection(section);

        // A line each, whatever stands in a value.
        var mistakes = Mistakes<TOptions>(written).Select(mistake => mistake.ReplaceLineEndings(" ")).ToList();
        services.AddSingleton<IValidateOptions<TOptions>>(new AnnotatedOptionsValidator<TOptions>(section));
        var builder = services.AddOptions<TOptions>().Validate(_ => mistakes.Count == 0, string.Join('\n', mistakes));
        if (mistakes.Count == 0)
        {
            builder.Bind(written);
        }

        builder.ValidateOnStart();
    }

    private static IEnumerable<string> Mistakes<TOptions>(IConfigurationSection section)
    {
        var properties = typeof(TOptions).GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (!properties.TryGetValue(setting.Key, out var property))
            {
                yield return $"`{setting.Path}` is no setting; under `{section.Path}` there are {string.Join(", ", properties.Keys.Select(key => $"`{key}`"))}";
            }
            else if (setting.Value is { } text && !IsReadable(text, property.PropertyType))
            {
                yield return $"`{setting.Path}` is `{text}`; it must be {Expected(property.PropertyType)}";
            }
        }
    }

    private static bool IsReadable(string text, Type type)
    {
        try
        {
            // An enumeration's numbers are nobody's words for it, and a list of its names is none of its values.
            return (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } words
                ? Enum.GetNames(words).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase)
                : !IsBareNumberOfDays(text, type) && TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, text) is not null;
        }
        catch (Exception)
        {
            // Each type's converter has exceptions of its own.
            return false;
        }
    }

    // .NET reads `5` as five days, which nobody means.
    private static bool IsBareNumberOfDays(string text, Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan) && !text.Contains(':', StringComparison.Ordinal) && text.Trim() != "0";

    private static string Expected(Type type) => type.IsEnum ? string.Join(" or ", Enum.GetNames(type).Select(name => $"`{name}`")) : (Nullable.GetUnderlyingType(type) ?? type).Name switch
    {
        nameof(TimeSpan) => "a time span such as `00:00:05` (five seconds) or `1.00:00:00` (a day)",
        nameof(Boolean) => "`true` or `false`",
        _ => "a whole number",
    };
}
