using Covenant.Contracts.Agreements;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Short phrases for the parts of a clause, for use in a reason.</summary>
internal static class Phrase
{
    private const int ValuesMax = 4;

    public static string Of(Selector selector)
    {
        var operation = selector.Fields.FirstOrDefault(test => test.Field.Kind == FieldKind.Operation);
        var others = selector.Fields.Where(test => test.Field.Kind != FieldKind.Operation).Select(Of).ToList();
        if (selector.Not is not null)
        {
            others.Add($"not ({Of(selector.Not)})");
        }

        if (!selector.Any.IsEmpty)
        {
            others.Add(string.Join(" or ", selector.Any.Take(ValuesMax).Select(Of)));
        }

        var head = operation is null ? "event" : Values(operation);
        return others.Count == 0 ? head : $"{head} with {string.Join(" and ", others)}";
    }

    public static string Of(Condition condition) => condition switch
    {
        Condition.Once { Within: null } once => $"there was {One(once.What)} before{Same(once.Match)}",
        Condition.Once once => $"there was {One(once.What)} within {once.Within} before{Same(once.Match)}",
        Condition.Since since => $"there was {One(since.Start)}{Same(since.Match)} and no {Of(since.End)} since",
        Condition.All all => string.Join(" and ", all.Of.Select(Of)),
        Condition.Any any => string.Join(" or ", any.Of.Select(Of)),
        Condition.Not not => $"not so that {Of(not.Of)}",
        Condition.During => "the time was within the agreed times",
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

    private static string Of(FieldTest test) => $"{test.Field} {(test.AnyValue ? "present" : Values(test))}";

    private static string Values(FieldTest test) => test.AnyValue
        ? "event"
        : string.Join(" or ", test.Values.Take(ValuesMax)) + (test.Values.Length > ValuesMax ? " or others" : "");

    private static string Same(System.Collections.Immutable.ImmutableArray<Field> match) =>
        match.IsEmpty ? "" : $" of the same {string.Join(" and ", match.Select(field => field.ToString()))}";
}
