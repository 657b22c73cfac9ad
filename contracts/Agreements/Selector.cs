using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>Which events: takes one where every field test holds, <see cref="Not"/> does not take it, and one of <see cref="Any"/> does (if there are any).</summary>
public sealed record Selector
{
    /// <summary>Takes every event, facts too.</summary>
    public static readonly Selector Everything = new();

    public ImmutableArray<FieldTest> Fields { get; init; } = [];

    public Selector? Not { get; init; }

    public ImmutableArray<Selector> Any { get; init; } = [];
}

/// <summary>Holds where the event has the field, with any of the values or, where a value is a known term, of its descendants.</summary>
/// <param name="Values">At least one, each once; sets replaced by their members. Empty where <paramref name="AnyValue"/>.</param>
/// <param name="AnyValue"><c>"*"</c>: any value that is present.</param>
/// <remarks><c>customerPresent</c> has the values <c>true</c> and <c>false</c>; missing in an event it reads as false, and is not present for <c>"*"</c>.</remarks>
public sealed record FieldTest(Field Field, ImmutableArray<string> Values, bool AnyValue = false);
