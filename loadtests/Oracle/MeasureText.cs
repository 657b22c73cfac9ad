using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>The parts of a limit, in the agreement language.</summary>
internal static class MeasureText
{
    public static (string, string?) Of(Measure measure, long max) => measure switch
    {
        Measure.Count => ("count", $"{max}"),
        Measure.SumOfRecords => ("sum", "records"),
        Measure.Distinct distinct => ("distinct", distinct.Field.ToString()),
        _ => throw new NotSupportedException(measure.GetType().Name),
    };

    public static (string, string?) Of(Window window) => window switch
    {
        Window.Sliding sliding => ("sliding", sliding.Length.ToString()),
        Window.Fixed fix => ("fixed", Duration.Of(fix.Length).ToString()),
        Window.Calendar calendar => ("calendar", calendar.Unit.ToString().ToLowerInvariant()),
        Window.Total => ("total", "true"),
        _ => throw new NotSupportedException(window.GetType().Name),
    };

    public static string? Of(Scope per)
    {
        var names = per.Fields.Select(field => field.ToString());
        names = per.AcrossCustomers ? names.Prepend("institution") : names;
        return names.Any() ? $"[{string.Join(", ", names)}]" : null;
    }
}
