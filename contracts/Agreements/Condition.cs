using System.Collections.Immutable;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Agreements;

/// <summary>Something about the customer's earlier events, or about the time, that holds or does not hold at an event.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>An earlier event was taken, no longer ago than <paramref name="Within"/> (null = ever).</summary>
    public sealed record Once(Selector What, Duration? Within, ImmutableArray<Field> Match) : Condition;

    /// <summary>Started, and not ended since.</summary>
    public sealed record Since(Selector Start, Selector End, ImmutableArray<Field> Match) : Condition;

    public sealed record All(ImmutableArray<Condition> Of) : Condition;

    public sealed record Any(ImmutableArray<Condition> Of) : Condition;

    public sealed record Not(Condition Of) : Condition;

    /// <summary>All that is given holds of the event's time: at or after <paramref name="From"/>, before <paramref name="To"/>, on one of the local days, in the local hours.</summary>
    /// <param name="Days">Empty = every day.</param>
    /// <param name="Hours">Null = the whole day.</param>
    /// <param name="Zone">A tz database name.</param>
    public sealed record During(EventTime? From, EventTime? To, ImmutableArray<DayOfWeek> Days, DailyHours? Hours, string Zone) : Condition;
}

/// <summary>Local time of day, start included, end not; an end before the start passes midnight. Minutes since midnight, 0 to 1440.</summary>
public readonly record struct DailyHours(int FromMinute, int ToMinute);
