using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Agreements.Reading;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Whether a selector takes an event, and if not, which parts of it refused.</summary>
/// <param name="Why">For example <c>`purposes` is `dpv:Marketing`, not `dpv:CustomerCare`</c>; where it takes, what made it. Of many values, parts or alternatives the first few.</param>
public sealed record SelectorTrace(bool Takes, string Why)
{
    // A reason goes into a violation: what an agreement or an event has thousands of does not go with it.
    private const int ShownMax = 4;

    /// <summary>Slow and obvious; the fast way of judging is elsewhere.</summary>
    public static SelectorTrace Of(Selector selector, DataUseEvent touch)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(touch);
        return Of(selector, touch, field => EventFieldText.Of(touch, field), mustHoldAll: false, "; ");
    }

    /// <summary>The same where a permit is asked for one purpose: outside of <c>not</c> it sees that purpose alone, and of another list it must take every value.</summary>
    /// <param name="purpose">Null for a touch without any.</param>
    public static SelectorTrace OfPermit(Selector selector, DataUseEvent touch, Term? purpose)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(touch);
        return Of(selector, touch, field => field.Kind != FieldKind.Purposes ? EventFieldText.Of(touch, field) : purpose is { } one ? [one] : [], mustHoldAll: true, "; ");
    }

    /// <param name="and">Between the parts that refuse.</param>
    private static SelectorTrace Of(Selector selector, DataUseEvent touch, Func<Field, IReadOnlyList<Term>> values, bool mustHoldAll, string and)
    {
        var parts = selector.Fields.Select(test => Of(test, touch, values(test.Field), mustHoldAll)).ToList();
        if (selector.Not is { } not && Of(not, touch) is { Takes: true } excepted)
        {
            parts.Add(new SelectorTrace(false, $"`not` excepts it because {excepted.Why}"));
        }

        if (selector.Any.Length > 0)
        {
            parts.Add(OfAny(selector.Any, touch, values, mustHoldAll));
        }

        var refused = parts.Where(part => !part.Takes).Select(part => part.Why).ToList();
        return refused.Count > 0 ? new SelectorTrace(false, string.Join(and, Some(refused)))
            : new SelectorTrace(true, parts.Count == 0 ? "it takes every event" : string.Join(", ", Some(parts.Select(part => part.Why))));
    }

    private static SelectorTrace OfAny(ImmutableArray<Selector> any, DataUseEvent touch, Func<Field, IReadOnlyList<Term>> values, bool mustHoldAll)
    {
        var refused = new List<string>();
        foreach (var one in any)
        {
            var trace = Of(one, touch, values, mustHoldAll, ", and ");
            if (trace.Takes)
            {
                return trace;
            }

            refused.Add(one.Any.IsEmpty ? trace.Why : "an `any` in it does not");
        }

        return new SelectorTrace(false, $"none of `any` takes it ({string.Join("; ", Some(refused))})");
    }

    private static SelectorTrace Of(FieldTest test, DataUseEvent touch, IReadOnlyList<Term> values, bool mustHoldAll)
    {
        var isOpaque = test.Field.Kind == FieldKind.Attribute && touch.Attributes.Any(attribute => attribute.Name == test.Field.Attribute && attribute.IsOpaque);
        if (test.AnyValue)
        {
            return values.Count > 0 || isOpaque ? new(true, $"`{test.Field}` is present") : new(false, $"`{test.Field}` is missing");
        }

        if (test.Field.Kind == FieldKind.CustomerPresent && values.Count == 0)
        {
            return test.Values.Contains("false") ? new(true, "`customerPresent` is missing, which reads as `false`") : new(false, "`customerPresent` is missing, which reads as `false`, not `true`");
        }

        var listed = test.Values.Select(text => (Text: text, Term: IsOfTerms(test.Field) ? Term.Read(text, KindOf(test.Field)) : Term.Of(text))).ToList();
        var found = values.Select(value => (value, Listed: (string?)listed.Find(one => IsAmong(test.Field, one.Term, value)).Text)).ToList();
        var isHeld = mustHoldAll && test.Field.IsList ? found.Count > 0 && !isOpaque && found.TrueForAll(one => one.Listed is not null) : found.Exists(one => one.Listed is not null);
        return isHeld
            ? new SelectorTrace(true, string.Join(", ", Some(found.Where(one => one.Listed is not null).Take(mustHoldAll ? found.Count : 1).Select(one => Held(test.Field, one.value, one.Listed!)))))
            : Refused(test, found, isOpaque, mustHoldAll);
    }

    private static string Held(Field field, Term value, string listed) =>
        listed == value.Name ? $"`{field}` is {Quoted.Of(value.Name)}" : $"`{field}` is {Quoted.Of(value.Name)}, which is below {Quoted.Of(listed)}";

    private static SelectorTrace Refused(FieldTest test, List<(Term Value, string? Listed)> found, bool isOpaque, bool mustHoldAll)
    {
        var wanted = Phrases.Either(Some(test.Values.Select(Quoted.Of)));
        string Those(Func<(Term, string? Listed), bool> which) => Phrases.Both(Some(found.Where(one => which(one)).Select(one => Quoted.Of(one.Value.Name))));
        return new SelectorTrace(false, isOpaque ? $"`{test.Field}` has a value that is an object or a list, and {wanted} is asked for"
            : found.Count == 0 ? $"`{test.Field}` is missing, and {wanted} is asked for"
            : mustHoldAll && found.Exists(one => one.Listed is not null)
                ? $"of `{test.Field}` it takes {Those(one => one.Listed is not null)} but not {Those(one => one.Listed is null)}, and one permit must take {(found.Count == 2 ? "both" : "all")}"
            : $"`{test.Field}` is {Those(one => true)}, not {wanted}");
    }

    private static IEnumerable<string> Some(IEnumerable<string> all) => all.ToList() is { Count: > ShownMax } many ? [.. many.Take(ShownMax), "others"] : all;

    private static bool IsOfTerms(Field field) => field.Kind is FieldKind.Operation or FieldKind.Purposes or FieldKind.Categories;

    // A false term is a text that equals nothing, even where it is written as a term of another kind.
    private static bool IsAmong(Field field, Term listed, Term value) => IsOfTerms(field)
        ? !value.IsFalse && TermDag.WithDescendants(listed).Contains(value)
        : listed.Name == value.Name || (listed.Id >= 0 && TermDag.WithDescendants(listed).Any(term => term.Name == value.Name));

    private static TermKind KindOf(Field field) => field.Kind switch
    {
        FieldKind.Operation => TermKind.Operation,
        FieldKind.Purposes => TermKind.Purpose,
        _ => TermKind.Category,
    };
}
