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
