using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Whether a selector takes an event, and if not, which part of it refused.</summary>
/// <param name="Why">For example <c>`purposes` is `dpv:Marketing`, not `dpv:CustomerCare`</c>; where it takes, what made it.</param>
public sealed record SelectorTrace(bool Takes, string Why)
{
    /// <summary>Slow and obvious; the fast way of judging is elsewhere.</summary>
    public static SelectorTrace Of(Selector selector, DataUseEvent touch)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(touch);
        return Of(selector, touch, field => EventFieldText.Of(touch, field), mustHoldAll: false);
    }

    /// <summary>The same where a permit is asked for one purpose: outside of <c>not</c> it sees that purpose alone, and of another list it must take every value.</summary>
    /// <param name="purpose">Null for a touch without any.</param>
    public static SelectorTrace OfPermit(Selector selector, DataUseEvent touch, Term? purpose)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(touch);
        return Of(selector, touch, field => field.Kind != FieldKind.Purposes ? EventFieldText.Of(touch, field) : purpose is { } one ? [one] : [], mustHoldAll: true);
    }

    private static SelectorTrace Of(Selector selector, DataUseEvent touch, Func<Field, IReadOnlyList<Term>> values, bool mustHoldAll)
    {
        var tests = selector.Fields.Select(test => Of(test, touch, values(test.Field), mustHoldAll)).ToList();
        if (tests.Find(test => !test.Takes) is { } refused)
        {
            return refused;
        }

        if (selector.Not is { } not && Of(not, touch) is { Takes: true } excepted)
        {
            return new SelectorTrace(false, $"`not` takes it: {excepted.Why}");
        }

        if (selector.Any.Length > 0)
        {
            var any = selector.Any.Select(one => Of(one, touch, values, mustHoldAll)).ToList();
            if (any.Find(one => one.Takes) is not { } taken)
            {
                return new SelectorTrace(false, $"none of `any` takes it: {string.Join("; ", any.Select(one => one.Why))}");
            }

            tests.Add(taken);
        }

        return new SelectorTrace(true, tests.Count == 0 ? "it takes every event" : string.Join(", ", tests.Select(test => test.Why)));
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

        var found = values.Select(value => (value, Listed: test.Values.FirstOrDefault(listed => IsAmong(test.Field, listed, value)))).ToList();
        var isHeld = mustHoldAll && test.Field.IsList ? found.Count > 0 && !isOpaque && found.TrueForAll(one => one.Listed is not null) : found.Exists(one => one.Listed is not null);
        return isHeld
            ? new SelectorTrace(true, string.Join(", ", found.Where(one => one.Listed is not null).Take(mustHoldAll ? found.Count : 1).Select(one => Held(test.Field, one.value, one.Listed!))))
            : Refused(test, found, isOpaque, mustHoldAll);
    }

    private static string Held(Field field, Term value, string listed) =>
        listed == value.Name ? $"`{field}` is `{value.Name}`" : $"`{field}` is `{value.Name}`, which is below `{listed}`";

    private static SelectorTrace Refused(FieldTest test, List<(Term Value, string? Listed)> found, bool isOpaque, bool mustHoldAll)
    {
        var wanted = Phrases.Either(test.Values.Select(Phrases.Quoted));
        var refused = found.Where(one => !mustHoldAll || one.Listed is null).Select(one => Phrases.Quoted(one.Value.Name)).ToList();
        return new SelectorTrace(false, isOpaque ? $"`{test.Field}` has a value that is an object or a list, and {wanted} is asked for"
            : found.Count == 0 ? $"`{test.Field}` is missing, and {wanted} is asked for"
            : $"`{test.Field}` is {Phrases.Both(refused)}, not {wanted}");
    }

    // A false term is a text that equals nothing, even where it is written as a term of another kind.
    private static bool IsAmong(Field field, string listed, Term value) => field.Kind is FieldKind.Operation or FieldKind.Purposes or FieldKind.Categories
        ? !value.IsFalse && TermDag.WithDescendants(Term.Read(listed, KindOf(field))).Contains(value)
        : TermDag.WithDescendants(Term.Of(listed)).Any(term => term.Name == value.Name);

    private static TermKind KindOf(Field field) => field.Kind switch
    {
        FieldKind.Operation => TermKind.Operation,
        FieldKind.Purposes => TermKind.Purpose,
        _ => TermKind.Category,
    };
}
