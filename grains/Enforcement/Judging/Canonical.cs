using System.Globalization;
using Covenant.Contracts.Agreements;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>One text for one meaning, so that a definition's memory is found again whatever the clause around it is called.</summary>
internal static class Canonical
{
    public static string Of(Selector selector)
    {
        var fields = selector.Fields.OrderBy(test => test.Field.Kind).ThenBy(test => test.Field.Attribute, StringComparer.Ordinal)
            .Select(test => $"{Quote(test.Field.ToString())}={(test.AnyValue ? "*" : List(test.Values.Order(StringComparer.Ordinal).Select(Quote)))}");
        return $"{List(fields)}{(selector.Not is null ? "" : "!" + Of(selector.Not))}{(selector.Any.IsEmpty ? "" : "|" + List(selector.Any.Select(Of)))}";
    }

    public static string Of(Condition? condition) => condition switch
    {
        null => "-",
        Condition.Once once => OfOnce(once),
        Condition.Since since => OfSince(since),
        Condition.All all => "all" + List(all.Of.Select(Of)),
        Condition.Any any => "any" + List(any.Of.Select(Of)),
        Condition.Not not => "not" + Of(not.Of),
        Condition.During during => OfDuring(during),
        _ => throw new InvalidOperationException("a condition has six forms"),
    };

    public static string OfOnce(Condition.Once once) => $"once{Of(once.What)}{once.Within}{Of(once.Match)}";

    public static string OfSince(Condition.Since since) => $"since{Of(since.Start)}{Of(since.End)}{Of(since.Match)}";

    public static string Of(Window window) => window switch
    {
        Window.Sliding sliding => $"sliding{sliding.Length}",
        Window.Fixed fixedWindow => string.Create(CultureInfo.InvariantCulture, $"fixed{fixedWindow.Length.Ticks}"),
        Window.Calendar calendar => $"calendar{calendar.Unit}{Quote(calendar.Zone)}",
        _ => "total",
    };

    public static string OfLimit(LimitClause limit) =>
        $"limit{Of(limit.When)}{Of(limit.While)}{Of(limit.Unless)}{Of(limit.Measure)}{Of(limit.Window)}{(limit.Per.AcrossCustomers ? "across" : "")}{Of(limit.Per.Fields)}";

    public static string OfOblige(ObligeClause oblige) =>
        $"oblige{Of(oblige.Do)}{Of(oblige.Deadline)}{Of(oblige.Match)}{oblige.ForEach?.Bind}";

    public static string OfSeen(ForEach forEach) => $"seen{Of(forEach.Seen)}{forEach.Bind}";

    private static string Of(Deadline deadline) => deadline switch
    {
        Deadline.Within within => $"within{within.Time}",
        Deadline.Every every => $"every{every.Period}{(every.Until is null ? "" : Of(every.Until))}",
        _ => throw new InvalidOperationException("a deadline has two forms"),
    };

    private static string Of(Measure measure) => measure switch
    {
        Measure.Count => "count",
        Measure.SumOfRecords => "sum",
        Measure.Distinct distinct => "distinct" + Quote(distinct.Field.ToString()),
        _ => throw new InvalidOperationException("a measure has three forms"),
    };

    private static string OfDuring(Condition.During during) =>
        $"during{during.From}/{during.To}{List(during.Days.Order().Select(day => day.ToString()))}{during.Hours}{Quote(during.Zone)}";

    private static string Of(IEnumerable<Field> fields) =>
        List(fields.OrderBy(field => field.Kind).ThenBy(field => field.Attribute, StringComparer.Ordinal).Select(field => Quote(field.ToString())));

    private static string List(IEnumerable<string> parts) => $"[{string.Join(',', parts)}]";

    private static string Quote(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
}
