using System.Collections.Immutable;
using System.Globalization;
using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

/// <summary>A condition as a clause that can follow <c>while</c> or <c>unless</c>.</summary>
internal static class ConditionEnglish
{
    public static string Of(Condition condition) => condition switch
    {
        Condition.Once once => Once(once),
        Condition.Since since => $"{SelectorEnglish.One(since.Start)} has come{Same(since.Match)} and no {SelectorEnglish.Bare(since.End)} since",
        Condition.All all => Phrases.Both(all.Of.Select(Part)),
        Condition.Any any => "either " + Phrases.Either(any.Of.Select(Part)),
        Condition.Not not => $"it is not so that {Part(not.Of)}",
        Condition.During during => During(during),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    /// <summary><c> with the same item and recipient</c>, or nothing.</summary>
    public static string Same(ImmutableArray<Field> match) => match.IsDefaultOrEmpty ? "" : $" with the same {Phrases.Both(match.Select(field => field.ToString()))}";

    private static string Once(Condition.Once once) =>
        $"{SelectorEnglish.One(once.What)} has come{Same(once.Match)}{(once.Within is { } within ? $" in the {DurationEnglish.Of(within)} before" : " before")}";

    // Nested lists are fenced, so that "a and b, or c" cannot be read in two ways.
    private static string Part(Condition condition) => condition is Condition.All or Condition.Any ? $"({Of(condition)})" : Of(condition);

    private static string During(Condition.During during)
    {
        var parts = new List<string>();
        if (during.From is { } from)
        {
            parts.Add($"at or after {from}");
        }

        if (during.To is { } to)
        {
            parts.Add($"before {to}");
        }

        if (!during.Days.IsDefaultOrEmpty)
        {
            parts.Add($"on a {Phrases.Either(during.Days.OrderBy(day => ((int)day + 6) % 7).Select(day => day.ToString()))}");
        }

        if (during.Hours is { } hours)
        {
            parts.Add($"between {Clock(hours.FromMinute)} and {Clock(hours.ToMinute)}");
        }

        var local = !during.Days.IsDefaultOrEmpty || during.Hours is not null;
        return $"the time is {string.Join(", ", parts)}{(local ? $" ({during.Zone} time)" : "")}";
    }

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
