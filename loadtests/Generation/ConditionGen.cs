using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.LoadTests.Generation;

internal static class ConditionGen
{
    private static readonly Gen<string> Zone = Gen.OneOf("UTC", "America/Los_Angeles", "Europe/Berlin");

    public static Gen<Condition> Of(Grid grid) => Gen.Recursive<Condition>((depth, inner) => depth > 1 ? Simple(grid) : Gen.Frequency(
        (10, Simple(grid)),
        (1, inner.Select(of => (Condition)new Condition.Not(of))),
        (1, inner.Array[1, 2].Select(of => (Condition)new Condition.All([.. of]))),
        (1, inner.Array[1, 2].Select(of => (Condition)new Condition.Any([.. of])))));

    /// <summary>Whose answer depends on which of its purposes a touch is taken to have.</summary>
    public static Gen<Condition> OfPurposes(Grid grid) => Gen.Frequency(
        (1, Gen.Select(SelectorGen.Any, Gen.OneOf(grid.Durations).Nullable(0.3), (what, within) => (Condition)new Condition.Once(what, within, [new Field(FieldKind.Purposes)]))),
        (1, Gen.Select(SelectorGen.Any, OnePurpose, (start, end) => (Condition)new Condition.Since(start, end, []))),
        (2, Gen.Select(OnePurpose, SelectorGen.Any, (start, end) => (Condition)new Condition.Since(start, end, []))));

    private static Gen<Selector> OnePurpose => Gen.OneOf(Alphabet.Purposes).Select(SelectorGen.Purpose);

    private static Gen<Condition> Simple(Grid grid) => Gen.Frequency(
        (3, Gen.Select(SelectorGen.Any, Gen.OneOf(grid.Durations).Nullable(0.3), Alphabet.Match,
            (what, within, match) => (Condition)new Condition.Once(what, within, match))),
        (4, Gen.Select(SelectorGen.Any, SelectorGen.Any, Alphabet.Match, (start, end, match) => (Condition)new Condition.Since(start, end, match))),
        (1, During(grid)));

    private static Gen<Condition> During(Grid grid) => Gen.Select(
        Gen.Int[-2, 15].Select(step => grid.At(step)).Nullable(0.7),
        Gen.Int[16, 40].Select(step => grid.At(step)).Nullable(0.7),
        Gen.Shuffle(Enum.GetValues<DayOfWeek>(), 1, 4).Select(days => days.Order().ToImmutableArray()),
        Gen.Bool,
        Gen.OneOf(new DailyHours(9 * 60, 17 * 60), new(22 * 60, 2 * 60), new(60, 150), new(12 * 60, 24 * 60)).Nullable(0.3),
        Zone,
        (from, to, days, everyDay, hours, zone) => (Condition)new Condition.During(from, to, everyDay && (hours ?? (object?)from ?? to) is not null ? [] : days, hours, zone));
}
