using System.Collections.Frozen;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>One field test of a selector, compiled.</summary>
internal abstract class FieldMatcher
{
    private FieldMatcher()
    {
    }

    public abstract bool Holds(DataUseEvent e);

    public static FieldMatcher Compile(FieldTest test) => test switch
    {
        { AnyValue: true } => new Present(test.Field),
        { Field.Kind: FieldKind.Operation } => new OperationIn(new TermSet(test.Values)),
        { Field.Kind: FieldKind.Purposes } => new PurposesIn(new TermSet(test.Values)),
        { Field.Kind: FieldKind.Categories } => new CategoriesIn(new TermSet(test.Values)),
        { Field.Kind: FieldKind.CustomerPresent } => new CustomerPresentIs(test.Values.Contains("true"), test.Values.Contains("false")),
        { Field.IsList: true } => new ListIn(test.Field, WithDescendants(test)),
        _ => new ScalarIn(test.Field.Kind, WithDescendants(test)),
    };

    private static FrozenSet<string> WithDescendants(FieldTest test) =>
        test.Values.SelectMany(value => TermDag.WithDescendants(Term.Of(value))).Select(term => term.Name).ToFrozenSet(StringComparer.Ordinal);

    private sealed class Present(Field field) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) => field.Kind switch
        {
            FieldKind.Purposes => e.Purposes.Length > 0,
            FieldKind.Categories => e.Categories.Length > 0,
            FieldKind.Forms => e.Forms.Length > 0,
            FieldKind.Attribute => FieldReader.Attribute(e, field.Attribute!).Length > 0,
            _ => FieldReader.Scalar(e, field.Kind) is not null,
        };
    }

    private sealed class OperationIn(TermSet terms) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) => terms.Has(e.Operation);
    }

    private sealed class PurposesIn(TermSet terms) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) => terms.HasAny(e.Purposes);
    }

    private sealed class CategoriesIn(TermSet terms) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) => terms.HasAny(e.Categories);
    }

    // FAIL CLOSED: an event that does not say reads as if the customer were away.
    private sealed class CustomerPresentIs(bool takesTrue, bool takesFalse) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) => e.CustomerPresent == true ? takesTrue : takesFalse;
    }

    private sealed class ScalarIn(FieldKind field, FrozenSet<string> values) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) => FieldReader.Scalar(e, field) is { } value && values.Contains(value);
    }

    private sealed class ListIn(Field field, FrozenSet<string> values) : FieldMatcher
    {
        public override bool Holds(DataUseEvent e) =>
            values.Overlaps(field.Kind == FieldKind.Forms ? e.Forms : FieldReader.Attribute(e, field.Attribute!));
    }
}
