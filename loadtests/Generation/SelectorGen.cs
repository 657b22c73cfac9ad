using Covenant.Contracts.Agreements;
using CsCheck;

namespace Covenant.LoadTests.Generation;

internal static class SelectorGen
{
    /// <summary>Mostly a few operations; sometimes other fields, <c>not</c> and <c>any</c>.</summary>
    public static readonly Gen<Selector> Any = Gen.Recursive<Selector>((depth, inner) => depth > 1 ? Simple! : Gen.Frequency(
        (8, Operations!),
        (3, Simple!),
        (1, Gen.Select(Simple!, inner, (some, not) => some with { Not = not })),
        (1, inner.Select(not => new Selector { Not = not })),
        (1, inner.Array[1, 2].Select(some => new Selector { Any = [.. some] }))));

    /// <summary>What a permit takes: mostly a few purposes, with other lists, <c>not</c> and <c>any</c> beside them.</summary>
    public static Gen<Selector> Permit => Gen.Frequency(
        (1, Any),
        (9, PurposesAlone),
        (5, Gen.Select(PurposesAlone, PurposesAlone, (some, not) => some with { Not = not })),
        (4, Asked),
        (2, Gen.Select(Asked, Asked, (some, not) => some with { Not = not })),
        (2, Asked.Array[1, 3].Select(some => new Selector { Any = [.. some] })),
        (1, Gen.Select(Asked, Asked.Array[1, 2], (some, any) => some with { Any = [.. any] })));

    public static Selector Purpose(string name) => Taking(new Field(FieldKind.Purposes), [name]);

    private static Gen<Selector> PurposesAlone => Alphabet.Purpose.Array[1, 2].Select(names => Taking(new Field(FieldKind.Purposes), names));

    private static Gen<Selector> Asked => AskedTest.Array[1, 2].Select(tests => new Selector { Fields = [.. tests.DistinctBy(test => test.Field)] });

    private static Gen<FieldTest> AskedTest => Gen.Select(Alphabet.Asked, Alphabet.Asked, Gen.Frequency((8, false), (1, true)), (tested, more, any) =>
        new FieldTest(tested.Field, any ? [] : [.. tested.Field == more.Field ? tested.Values.Union(more.Values) : tested.Values], any));

    private static Gen<Selector> Operations => Alphabet.Operation.Array[1, 2].Select(names => Taking(new Field(FieldKind.Operation), names));

    private static Gen<Selector> Simple => Gen.Frequency(
        (3, Test.Select(test => new Selector { Fields = [test] })),
        (2, Gen.Select(Operations, Test, (operations, test) => test.Field.Kind == FieldKind.Operation
            ? operations
            : operations with { Fields = [.. operations.Fields, test] })));

    private static Gen<FieldTest> Test => Gen.Select(Alphabet.Tested, Gen.Frequency((5, false), (1, true)), (tested, any) => any
        ? new FieldTest(tested.Field, [], AnyValue: true)
        : new FieldTest(tested.Field, [.. tested.Values]));

    private static Selector Taking(Field field, string[] values) => new() { Fields = [new FieldTest(field, [.. values.Distinct()])] };
}
