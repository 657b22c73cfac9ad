using Covenant.Contracts.Agreements;

namespace Covenant.Tests.Agreements;

/// <summary>Writes what was read in one line, so that a table can say what is expected and two agreements can be compared.</summary>
internal static class AgreementText
{
    public static string Of(Agreement agreement) =>
        $"{agreement.Institution} {agreement.Version} {agreement.Effective} {agreement.Status} {agreement.Tolerance} scope {(agreement.Scope is null ? "all" : Of(agreement.Scope))}\n"
        + string.Join("\n", agreement.Clauses.Select(clause => $"{clause.Id}: {Of(clause)}"));

    public static string Of(Clause clause)
    {
        var form = clause switch
        {
            PermitClause permit => $"permit {Of(permit.What)}",
            ProhibitClause prohibit => $"prohibit {Of(prohibit.What)}",
            LimitClause limit => $"limit {Of(limit.When)} {Of(limit.Measure)} <= {limit.Max} {Of(limit.Window)} per {Of(limit.Per)}",
            ObligeClause oblige => $"oblige after {Of(oblige.After)} do {Of(oblige.Do)} {Of(oblige.Deadline)}{OfMatch(oblige.Match)}{Of(oblige.ForEach)}",
            _ => "?",
        };
        var holds = clause.While is null ? "" : " while " + Of(clause.While);
        var excepts = clause.Unless is null ? "" : " unless " + Of(clause.Unless);
        return $"{form}{holds}{excepts} [{clause.Severity} {clause.Mode} {clause.Report} '{clause.Text}' '{clause.Remedy}']";
    }

    public static string Of(Selector selector)
    {
        var parts = selector.Fields.Select(test => $"{test.Field}={(test.AnyValue ? "*" : string.Join('|', test.Values))}").ToList();
        if (selector.Not is { } not)
        {
            parts.Add($"not({Of(not)})");
        }

        if (!selector.Any.IsEmpty)
        {
            parts.Add($"any({string.Join("; ", selector.Any.Select(Of))})");
        }

        return parts.Count == 0 ? "everything" : string.Join('&', parts);
    }

    public static string Of(Condition condition) => condition switch
    {
        Condition.Once once => $"once({Of(once.What)}{(once.Within is { } within ? " within " + within : "")}{OfMatch(once.Match)})",
        Condition.Since since => $"since({Of(since.Start)} until {Of(since.End)}{OfMatch(since.Match)})",
        Condition.All all => $"all({string.Join("; ", all.Of.Select(Of))})",
        Condition.Any any => $"any({string.Join("; ", any.Of.Select(Of))})",
        Condition.Not not => $"not({Of(not.Of)})",
        Condition.During during => $"during({during.From}..{during.To},{string.Join('+', during.Days)},{during.Hours?.FromMinute}-{during.Hours?.ToMinute},{during.Zone})",
        _ => "?",
    };

    private static string Of(Measure measure) => measure switch
    {
        Measure.Count => "count",
        Measure.SumOfRecords => "sum",
        Measure.Distinct distinct => $"distinct {distinct.Field}",
        _ => "?",
    };

    private static string Of(Window window) => window switch
    {
        Window.Sliding sliding => $"sliding {sliding.Length}",
        Window.Fixed fix => $"fixed {fix.Length}",
        Window.Calendar calendar => $"calendar {calendar.Unit} {calendar.Zone}",
        Window.Total => "total",
        _ => "?",
    };

    private static string Of(Scope scope) => string.Join('+', [scope.AcrossCustomers ? "institution" : "customer", .. scope.Fields.Select(field => field.ToString())]);

    private static string Of(Deadline deadline) => deadline switch
    {
        Deadline.Within within => $"within {within.Time}",
        Deadline.Every every => $"every {every.Period} until {(every.Until is null ? "never" : Of(every.Until))}",
        _ => "?",
    };

    private static string Of(ForEach? forEach) => forEach is null ? "" : $" for each {forEach.Bind} of {Of(forEach.Seen)}";

    private static string OfMatch(IEnumerable<Field> match) => match.Any() ? " match " + string.Join('+', match) : "";
}
