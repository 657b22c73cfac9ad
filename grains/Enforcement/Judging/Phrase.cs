using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Short phrases for the parts of a clause, for use in a reason.</summary>
internal static class Phrase
{
    private const int ValuesMax = 4;

    public static string Of(Selector selector) =>
        OperationOf(selector) is null ? $"event {With(selector)}".TrimEnd() : With(selector);

    public static string Of(Condition condition) => condition switch
    {
        Condition.Once { Within: null } once => $"there was {One(once.What)} before{Same(once.Match)}",
        Condition.Once once => $"there was {One(once.What)} within {once.Within} before{Same(once.Match)}",
        Condition.Since since => $"there was {One(since.Start)}{Same(since.Match)} and no {Of(since.End)} since",
        Condition.All all => string.Join(" and ", all.Of.Select(Part)),
        Condition.Any any => string.Join(" or ", any.Of.Select(Part)),
        Condition.Not not => $"it was not so that {Part(not.Of)}",
        Condition.During during => AgreementExplainer.Say(during),
        _ => throw new InvalidOperationException("a condition has six forms"),
    };

    public static string Of(Window window) => window switch
    {
        Window.Sliding sliding => $"in {sliding.Length}",
        Window.Fixed fixedWindow => $"in the window of {Duration.Of(fixedWindow.Length)}",
        Window.Calendar calendar => $"in the calendar {calendar.Unit.ToString().ToLowerInvariant()}",
        _ => "in all",
    };

    /// <summary>The same with its article.</summary>
    public static string One(Selector selector) => Of(selector) is var what && "AEIOaeio".Contains(what[0], StringComparison.Ordinal) ? $"an {what}" : $"a {what}";

    private static string Part(Condition condition) => condition is Condition.All or Condition.Any ? $"({Of(condition)})" : Of(condition);

    /// <summary>What an event has that the selector takes, to stand behind another noun.</summary>
    private static string With(Selector selector)
    {
        var parts = new List<string>();
        if (OperationOf(selector) is { } operation)
        {
            parts.Add(Values(operation));
        }

        var fields = selector.Fields.Where(test => test.Field.Kind != FieldKind.Operation).Select(Of).ToList();
        if (fields.Count > 0)
        {
            parts.Add($"with {string.Join(" and ", fields)}");
        }

        if (!selector.Any.IsEmpty)
        {
            var any = string.Join(" or ", selector.Any.Take(ValuesMax).Select(Inner)) + (selector.Any.Length > ValuesMax ? " or others" : "");
            parts.Add(selector.Any.Length > 1 && parts.Count > 0 ? $"({any})" : any);
        }

        if (selector.Not is not null)
        {
            parts.Add($"but not ({Inner(selector.Not)})");
        }

        return string.Join(' ', parts);
    }

    private static string Inner(Selector selector) => With(selector) is { Length: > 0 } with ? with : "event";

    private static FieldTest? OperationOf(Selector selector) => selector.Fields.FirstOrDefault(test => test.Field.Kind == FieldKind.Operation);

    private static string Of(FieldTest test) => $"{test.Field} {(test.AnyValue ? "present" : Values(test))}";

    private static string Values(FieldTest test) => test.AnyValue
        ? "event"
        : string.Join(" or ", test.Values.Take(ValuesMax)) + (test.Values.Length > ValuesMax ? " or others" : "");

    private static string Same(System.Collections.Immutable.ImmutableArray<Field> match) =>
        match.IsEmpty ? "" : $" of the same {string.Join(" and ", match.Select(field => field.ToString()))}";
}
