using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using CsCheck;

namespace Covenant.LoadTests.Generation;

internal static class ClauseGen
{
    private static readonly Gen<Scope> Per = Gen.Frequency(
        (6, Scope.Customer),
        (2, new Scope(false, [new Field(FieldKind.Conversation)])),
        (1, new Scope(false, [new Field(FieldKind.Item)])),
        (1, new Scope(false, [new Field(FieldKind.Actor), new Field(FieldKind.Conversation)])),
        (2, new Scope(true, [])),
        (1, new Scope(true, [new Field(FieldKind.Actor)])),
        (1, new Scope(true, [new Field(FieldKind.Recipient)])));

    /// <summary>Any of the four forms; its id is to be set.</summary>
    public static Gen<Clause> Of(Grid grid) => With(grid, Gen.Frequency<Clause>((1, Permit), (3, Prohibit), (5, Limit(grid)), (5, Oblige(grid))), 0.65);

    /// <summary>Some beside each other, for a touch may need several; at times each is for a purpose of its own.</summary>
    public static Gen<Clause[]> Permits(Grid grid) => Gen.Frequency(
        (2, Gen.Const(Array.Empty<Clause>())),
        (1, With(grid, Permit, 0.7).Array[1]),
        (4, With(grid, Permit, 0.7).Array[2, 5]),
        (5, PermitForEach(grid)));

    private static Gen<Clause> With(Grid grid, Gen<Clause> clause, double unconditional) => Gen.Select(
        clause,
        Gen.Frequency((1, ConditionGen.Of(grid)), (2, ConditionGen.OfPurposes(grid))).Null(unconditional),
        Gen.Frequency((1, ConditionGen.Of(grid)), (1, ConditionGen.OfPurposes(grid))).Null(unconditional + 0.1),
        Gen.Frequency((4, ClauseMode.Enforce), (1, ClauseMode.Shadow)),
        Gen.OneOf(ReportPolicy.Each, ReportPolicy.First),
        (made, condition, exception, mode, report) => made with { While = condition, Unless = exception, Mode = mode, Report = report });

    private static Gen<Clause> Permit => SelectorGen.Permit.Select(what => (Clause)new PermitClause { Id = "", What = what });

    private static Gen<Clause[]> PermitForEach(Grid grid) =>
        from conditions in With(grid, Permit, 0.75).Array[Alphabet.Purposes.Length]
        from purposes in Gen.Shuffle(Alphabet.Purposes, 3, Alphabet.Purposes.Length)
        select purposes.Select((purpose, at) => (Clause)((PermitClause)conditions[at] with { What = SelectorGen.Purpose(purpose) })).ToArray();

    private static Gen<Clause> Prohibit => SelectorGen.Any.Select(what => (Clause)new ProhibitClause { Id = "", What = what });

    private static Gen<Clause> Limit(Grid grid) => Gen.Select(
        Gen.Frequency((1, Gen.Const(Selector.Everything)), (3, SelectorGen.Any)),
        Gen.Frequency((3, Gen.Const<Measure>(new Measure.Count())), (1, Gen.Const<Measure>(new Measure.SumOfRecords())), (4, Distinct)),
        Gen.Int[0, 3],
        Window(grid),
        Per,
        (when, measure, max, window, per) => (Clause)new LimitClause { Id = "", When = when, Measure = measure, Max = max, Window = window, Per = per });

    private static Gen<Measure> Distinct => Gen.Frequency((1, Gen.Const(new Field(FieldKind.Customer))), (5, Alphabet.Told)).Select(told => (Measure)new Measure.Distinct(told));

    private static Gen<Window> Window(Grid grid) => Gen.Frequency(
        (4, Gen.OneOf(grid.Durations).Select(length => (Window)new Window.Sliding(length))),
        (2, Gen.OneOf(grid.Lengths).Select(length => (Window)new Window.Fixed(length))),
        (2, Gen.Select(Gen.OneOf(Enum.GetValues<CalendarUnit>()), Gen.OneOf("UTC", "America/Los_Angeles", "Europe/Berlin"),
            (unit, zone) => (Window)new Window.Calendar(unit, zone))),
        (1, Gen.Const<Window>(new Window.Total())));

    private static Gen<Clause> Oblige(Grid grid) => Gen.Select(
        SelectorGen.Any, SelectorGen.Any, Deadline(grid), Alphabet.Match, Each,
        (after, what, deadline, match, each) => (Clause)new ObligeClause
        {
            Id = "",
            After = after,
            Do = each is { Bind.Kind: FieldKind.Attribute } ? Having(each.Bind) : what,
            Deadline = deadline,
            Match = match,
            ForEach = each is null || match.Contains(each.Bind) ? null : each,
        });

    // With one event in many that hides something, few would discharge what they bind.
    private static Selector Having(Field field) => new() { Fields = [new(field, [], AnyValue: true)] };

    private static Gen<ForEach?> Each => Gen.Select(SelectorGen.Any, Alphabet.Told, (seen, bind) => new ForEach(bind.Kind == FieldKind.Attribute ? Having(bind) : seen, bind)).Null(0.5);

    private static Gen<Deadline> Deadline(Grid grid) => Gen.Frequency(
        (3, Gen.OneOf<Duration>([Duration.Zero, .. grid.Durations]).Select(time => (Deadline)new Deadline.Within(time))),
        (2, Gen.Select(Gen.OneOf(grid.Durations[1..]), SelectorGen.Any.Null(0.2), (period, until) => (Deadline)new Deadline.Every(period, until))));
}
