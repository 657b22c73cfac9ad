using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

/// <summary>The meaning of a clause, by its form.</summary>
internal static class ClauseEnglish
{
    public static string Form(Clause clause) => clause switch
    {
        PermitClause => "permit",
        ProhibitClause => "prohibit",
        LimitClause => "limit",
        ObligeClause => "oblige",
        _ => throw new ArgumentOutOfRangeException(nameof(clause)),
    };

    public static string Meaning(Clause clause, Agreement agreement) => clause switch
    {
        PermitClause permit => $"{Phrases.Capitalized(SelectorEnglish.Many(permit.What, "touch"))} are permitted{Applies(clause)}. "
            + "Every purpose of a touch needs a `permit` clause that takes it; a touch with one that none takes violates `not-permitted`.",
        ProhibitClause prohibit => $"{Phrases.Capitalized(SelectorEnglish.Many(prohibit.What))} must not happen{Applies(clause)}. Each one is a violation.",
        LimitClause limit => $"{LimitEnglish.Sentence(limit)}{Applies(clause)}; {LimitEnglish.Breach(limit)}.",
        ObligeClause oblige => Duty(oblige, agreement),
        _ => throw new ArgumentOutOfRangeException(nameof(clause)),
    };

    private static string Applies(Clause clause) => (clause.While, clause.Unless) switch
    {
        (null, null) => "",
        ({ } holds, null) => $", as long as {ConditionEnglish.Of(holds)}",
        (null, { } excepts) => $", unless {ConditionEnglish.Of(excepts)}",
        ({ } holds, { } excepts) => $", as long as {ConditionEnglish.Of(holds)}, unless {ConditionEnglish.Of(excepts)}",
    };

    private static string Duty(ObligeClause oblige, Agreement agreement)
    {
        var trigger = $"After {SelectorEnglish.One(oblige.After)}{Applies(oblige)}";
        var act = $"{SelectorEnglish.One(oblige.Do)}{ConditionEnglish.Same(oblige.Match)}";
        var each = oblige.ForEach is { } forEach
            ? $" for each different `{forEach.Bind}` among the customer's earlier {SelectorEnglish.Many(forEach.Seen)}, with that `{forEach.Bind}`"
            : "";
        return oblige.Deadline switch
        {
            Deadline.Every every => $"{trigger}, {act} must come in every period of {DurationEnglish.Of(every.Period)} that begins with it{each}"
                + $"{(every.Until is { } until ? $", until {SelectorEnglish.One(until)}{ConditionEnglish.Same(oblige.Match)}" : ", for ever")}. Each period without one is a violation, at its end.",
            Deadline.Within within => $"{trigger}, {act} must follow within {DurationEnglish.Of(within.Time)}{each}. Where none has, that is a violation at the deadline."
                + (agreement.Tolerance > TimeSpan.Zero ? $" One that came up to {DurationEnglish.Of(agreement.Tolerance)} before counts too." : ""),
            _ => throw new ArgumentOutOfRangeException(nameof(oblige)),
        };
    }
}
