using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Settings;

/// <summary>Checks options by their annotations, and names a setting as the user wrote it.</summary>
internal sealed class AnnotatedOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> failures = [];
        foreach (var property in typeof(TOptions).GetProperties())
        {
            var value = property.GetValue(options);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && value is not null && !range.IsValid(value))
            {
                failures.Add($"`{section}:{property.Name}` is `{value}`; it must be between {range.Minimum} and {range.Maximum}");
            }
        }

        if (options is IValidatableObject itself)
        {
            failures.AddRange(itself.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage!));
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures.Select(failure => failure.ReplaceLineEndings(" "))) : ValidateOptionsResult.Success;
    }
}
