using System.Collections.Frozen;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>One field test of a selector, compiled.</summary>
internal abstract class FieldMatcher
{
    private FieldMatcher(FieldKind kind) => Kind = kind;

    public FieldKind Kind { get; }

    public abstract bool Holds(DataUseEvent e);

    /// <summary>Whether it holds where a permit is asked for one purpose: of a list that purpose alone, and every value of another.</summary>
    /// <param name="purpose">Null for a touch without any.</param>
    public virtual bool HoldsFor(DataUseEvent e, Term? purpose) => Holds(e);

    /// <summary>Whether the test can hold where the field has this term; null where it asks about another field.</summary>
    /// <param name="term">Null for any term that no vocabulary has.</param>
    public virtual bool? HasTerm(FieldKind kind, Term? term) => kind == Kind ? true : null;

    /// <summary>Whether the test can hold where the customer was present or, if false, was not said to be; null where it asks about another field.</summary>
    public virtual bool? HasPresent(bool present) => null;

    public static FieldMatcher Compile(FieldTest test) => test switch
    {
        { AnyValue: true } => new Present(test.Field),
        { Field.Kind: FieldKind.Operation } => new OperationIn(new TermSet(test.Values, TermKind.Operation)),
        { Field.Kind: FieldKind.Purposes } => new PurposesIn(new TermSet(test.Values, TermKind.Purpose)),
        { Field.Kind: FieldKind.Categories } => new CategoriesIn(new TermSet(test.Values, TermKind.Category)),
        { Field.Kind: FieldKind.CustomerPresent } => new CustomerPresentIs(test.Values.Contains("true"), test.Values.Contains("false")),
        { Field.IsList: true } => new ListIn(test.Field, WithDescendants(test)),
        _ => new ScalarIn(test.Field.Kind, WithDescendants(test)),
    };

    private static FrozenSet<string> WithDescendants(FieldTest test) =>
        test.Values.SelectMany(value => TermDag.WithDescendants(Term.Of(value))).Select(term => term.Name).ToFrozenSet(StringComparer.Ordinal);

    private sealed class Present(Field field) : FieldMatcher(field.Kind)
    {
        public override bool Holds(DataUseEvent e) => field.Kind switch
        {
            FieldKind.Purposes => e.Purposes.Length > 0,
            FieldKind.Categories => e.Categories.Length > 0,
            FieldKind.Forms => e.Forms.Length > 0,
            FieldKind.Attribute => FieldReader.Attribute(e, field.Attribute!) is not null,
            _ => FieldReader.Scalar(e, field.Kind) is not null,
        };
    }

    private abstract class TermIn(FieldKind kind, TermSet terms) : FieldMatcher(kind)
    {
        public override bool? HasTerm(FieldKind kind, Term? term) => kind != Kind ? null : term is { } known ? terms.Has(known) : terms.HasUnknown;
    }

    private sealed class OperationIn(TermSet terms) : TermIn(FieldKind.Operation, terms)
    {
        private readonly TermSet _terms = terms;

        public override bool Holds(DataUseEvent e) => _terms.Has(e.Operation);
    }

    private sealed class PurposesIn(TermSet terms) : TermIn(FieldKind.Purposes, terms)
    {
        private readonly TermSet _terms = terms;

        public override bool Holds(DataUseEvent e) => _terms.HasAny(e.Purposes);

        public override bool HoldsFor(DataUseEvent e, Term? purpose) => purpose is { } asked && _terms.Has(asked);
    }

    private sealed class CategoriesIn(TermSet terms) : TermIn(FieldKind.Categories, terms)
    {
        private readonly TermSet _terms = terms;

        public override bool Holds(DataUseEvent e) => _terms.HasAny(e.Categories);

        public override bool HoldsFor(DataUseEvent e, Term? purpose) => _terms.HasAll(e.Categories);
    }

    // FAIL CLOSED: an event that does not say reads as if the customer were away.
    private sealed class CustomerPresentIs(bool takesTrue, bool takesFalse) : FieldMatcher(FieldKind.CustomerPresent)
    {
        public override bool? HasPresent(bool present) => present ? takesTrue : takesFalse;

        public override bool Holds(DataUseEvent e) => e.CustomerPresent == true ? takesTrue : takesFalse;
    }

    private sealed class ScalarIn(FieldKind field, FrozenSet<string> values) : FieldMatcher(field)
    {
        public override bool Holds(DataUseEvent e) => FieldReader.Scalar(e, Kind) is { } value && values.Contains(value);
    }

    private sealed class ListIn(Field field, FrozenSet<string> values) : FieldMatcher(field.Kind)
    {
        public override bool Holds(DataUseEvent e) => values.Overlaps(ValuesOf(e));

        public override bool HoldsFor(DataUseEvent e, Term? purpose) =>
            ValuesOf(e) is { Length: > 0 } all && values.IsSupersetOf(all)
            && (field.Kind == FieldKind.Forms || FieldReader.Attribute(e, field.Attribute!) is not { IsOpaque: true });

        private string[] ValuesOf(DataUseEvent e) => field.Kind == FieldKind.Forms ? e.Forms : FieldReader.Attribute(e, field.Attribute!)?.Values ?? [];
    }
}
