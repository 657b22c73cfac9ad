using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

/// <summary>What a limit measures, over what time, and for whom together.</summary>
internal static class LimitEnglish
{
    /// <summary><c>At most 4 `dpv:Use` touches while the customer is not present in any 24 hours, for each customer</c>, without what excepts.</summary>
    public static string Sentence(LimitClause limit)
    {
        var events = SelectorEnglish.Many(limit.When);
        var max = Phrases.Number(limit.Max);
        var measured = limit.Measure switch
        {
            Measure.SumOfRecords => limit.Max == 0 ? $"No record in all through {events}" : $"At most {max} records in all through {events}",
            Measure.Distinct distinct => $"At most {max} different {(limit.Max == 1 ? $"`{distinct.Field}`" : Plural(distinct.Field))} among {events}",
            _ => limit.Max == 0 ? $"No {events} at all" : $"At most {max} {(limit.Max == 1 ? SelectorEnglish.Bare(limit.When) : events)}",
        };
        return $"{measured} {Over(limit.Window)}, {For(limit.Per)}";
    }

    /// <summary><c>a fifth is a violation</c>.</summary>
    public static string Breach(LimitClause limit) => limit.Measure switch
    {
        Measure.SumOfRecords => "the event that takes the sum higher is a violation",
        Measure.Distinct distinct => $"an event while there are more is a violation, from {Phrases.OneMoreThan(limit.Max)} {distinct.Field} on",
        _ => $"{Phrases.OneMoreThan(limit.Max)} is a violation",
    };

    private static string Plural(Field field) => field.Kind switch
    {
        FieldKind.Purposes or FieldKind.Categories or FieldKind.Forms => field.ToString(),
        FieldKind.Attribute => $"values of `{field}`",
        _ => field + "s",
    };

    private static string Over(Window window) => window switch
    {
        Window.Sliding sliding => $"in any {DurationEnglish.Of(sliding.Length)}",
        Window.Fixed { Length.Ticks: TimeSpan.TicksPerHour } => "in each hour of the clock",
        Window.Fixed fixedWindow => $"in each window of {DurationEnglish.Of(fixedWindow.Length)} (counted from 1970, UTC)",
        Window.Calendar calendar => $"in each calendar {calendar.Unit.ToString().ToLowerInvariant()} ({calendar.Zone} time)",
        _ => "ever",
    };

    private static string For(Scope scope)
    {
        var fields = scope.Fields.Select(field => field.ToString()).ToList();
        return (scope.AcrossCustomers, fields.Count) switch
        {
            (true, 0) => "over all customers together",
            (true, _) => $"for each {Phrases.Both(fields)}, over all customers together",
            (false, 0) => "for each customer",
            _ => $"for each {Phrases.Both(fields)} of a customer",
        };
    }
}
