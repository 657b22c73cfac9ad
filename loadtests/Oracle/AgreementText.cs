using System.Text;
using System.Text.RegularExpressions;
using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>Writes an agreement in its own language, so that people can read a failing case and programs can read it back.</summary>
public static partial class AgreementText
{
    public static string Of(Agreement agreement)
    {
        agreement = WithSets(agreement);
        var text = new StringBuilder($"agreement: {agreement.Institution}\nversion: {agreement.Version}\neffective: {agreement.Effective}\n");
        text.Append($"status: {Word(agreement.Status)}\ntolerance: {Duration.Of(agreement.Tolerance)}\n");
        if (!agreement.OwnTerms.IsEmpty)
        {
            var each = agreement.OwnTerms.Select((word, at) => (SetOf(at), (string?)List([Scalar(word)])));
            text.Append($"sets: {Map([("Own", List(agreement.OwnTerms.Select(Scalar))), .. each])}\n");
        }

        if (agreement.Scope is { } scope)
        {
            text.Append($"scope: {Of(scope)}\n");
        }

        text.Append(agreement.Clauses.IsEmpty ? "clauses: []\n" : "clauses:\n");
        foreach (var clause in agreement.Clauses)
        {
            text.Append($"  - id: {clause.Id}\n    {Body(clause)}\n");
            foreach (var line in Options(clause))
            {
                text.Append($"    {line}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What a clause remembers by: all of it but its id, words, severity, mode, report and maximum.</summary>
    internal static string Definition(Clause clause)
    {
        var measured = clause is LimitClause limit ? limit with { Max = 0 } : clause;
        return string.Join('\n', Conditions(clause).Prepend(Body(measured)));
    }

    // A plain purpose or category is written as the set that lists it alone.
    private static Agreement WithSets(Agreement agreement)
    {
        List<string> words = [.. agreement.OwnTerms.Select(word => word.Normalize().Trim())];
        string Written(Field field, string value) =>
            field.Kind is FieldKind.Purposes or FieldKind.Categories && words.IndexOf(value.Normalize().Trim()) is var at and >= 0 ? SetOf(at) : value;
        return new AgreementRewrite(test => test.Values.Select(value => Written(test.Field, value)), field => field).Of(agreement);
    }

    private static string SetOf(int word) => $"Own-{word}";

    private static string Body(Clause clause) => clause switch
    {
        PermitClause permit => $"permit: {Of(permit.What)}",
        ProhibitClause prohibit => $"prohibit: {Of(prohibit.What)}",
        LimitClause limit => "limit: " + Map(
            ("when", limit.When == Selector.Everything ? null : Of(limit.When)),
            MeasureText.Of(limit.Measure, limit.Max),
            ("max", limit.Measure is Measure.Count ? null : $"{limit.Max}"),
            MeasureText.Of(limit.Window),
            ("zone", (limit.Window as Window.Calendar)?.Zone),
            ("per", MeasureText.Of(limit.Per))),
        ObligeClause oblige => "oblige: " + Map(
            ("after", Of(oblige.After)),
            ("forEach", oblige.ForEach is { } each ? Map(("seen", Of(each.Seen)), ("bind", each.Bind.ToString())) : null),
            ("do", Of(oblige.Do)),
            ("within", (oblige.Deadline as Deadline.Within)?.Time.ToString()),
            ("every", (oblige.Deadline as Deadline.Every)?.Period.ToString()),
            ("until", oblige.Deadline is Deadline.Every { Until: { } until } ? Of(until) : null),
            ("match", Match(oblige.Match))),
        _ => throw new NotSupportedException(clause.GetType().Name),
    };

    private static IEnumerable<string> Options(Clause clause) =>
        Conditions(clause).Concat(
        [
            .. clause.Mode == ClauseMode.Enforce ? Array.Empty<string>() : ["mode: shadow"],
            .. clause.Report == ReportPolicy.Each ? Array.Empty<string>() : ["report: first"],
        ]);

    private static IEnumerable<string> Conditions(Clause clause)
    {
        if (clause.While is { } condition)
        {
            yield return $"while: {Of(condition)}";
        }

        if (clause.Unless is { } exception)
        {
            yield return $"unless: {Of(exception)}";
        }
    }

    private static string Of(Selector selector) => Map(
        [
            .. selector.Fields.Select(test => (test.Field.ToString(), (string?)(test.AnyValue ? "\"*\"" : List(test.Values.Select(Scalar))))),
            ("not", selector.Not is { } not ? Of(not) : null),
            ("any", selector.Any.IsEmpty ? null : List(selector.Any.Select(Of))),
        ]);

    private static string Of(Condition condition) => condition switch
    {
        Condition.Once once => Map(("once", Of(once.What)), ("within", once.Within?.ToString()), ("match", Match(once.Match))),
        Condition.Since since => Map(("since", Map(("start", Of(since.Start)), ("end", Of(since.End)))), ("match", Match(since.Match))),
        Condition.All all => Map(("all", List(all.Of.Select(Of)))),
        Condition.Any any => Map(("any", List(any.Of.Select(Of)))),
        Condition.Not not => Map(("not", Of(not.Of))),
        Condition.During during => Map(("during", Map(
            ("from", during.From?.ToString()),
            ("to", during.To?.ToString()),
            ("days", during.Days.IsEmpty ? null : List(during.Days.Select(day => Word(day)[..3]))),
            ("hours", during.Hours is { } hours ? $"\"{Clock(hours.FromMinute)}-{Clock(hours.ToMinute)}\"" : null),
            ("zone", during.Zone)))),
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    private static string? Match(IReadOnlyCollection<Field> fields) => fields.Count == 0 ? null : List(fields.Select(field => field.ToString()));

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Scalar(string value) => Plain.IsMatch(value) ? value : $"\"{string.Concat(value.Select(Escaped))}\"";

    // Some of Unicode's white space would break the line.
    private static string Escaped(char letter) => letter != ' ' && char.IsWhiteSpace(letter) ? $"\\u{(int)letter:X4}" : $"{letter}";

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static string Map(params IEnumerable<(string Key, string? Value)> entries) =>
        $"{{ {string.Join(", ", entries.Where(entry => entry.Value is not null).Select(entry => $"{entry.Key}: {entry.Value}"))} }}";

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9:.-]*\z")]
    private static partial Regex Plain { get; }
}
