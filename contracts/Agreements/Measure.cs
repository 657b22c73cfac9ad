namespace Covenant.Contracts.Agreements;

/// <summary>What a limit measures of the events it takes.</summary>
public abstract record Measure
{
    private Measure()
    {
    }

    public sealed record Count : Measure;

    /// <summary>The sum of <c>records</c>; an event without takes part as 0.</summary>
    public sealed record SumOfRecords : Measure;

    /// <summary>How many different values; an event without the field takes no part. A list's values count each.</summary>
    public sealed record Distinct(Field Field) : Measure;
}
