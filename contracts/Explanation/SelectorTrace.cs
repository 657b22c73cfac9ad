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
        var tests = selector.Fields.Select(test => Of(test, touch)).ToList();
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
            var any = selector.Any.Select(one => Of(one, touch)).ToList();
            if (any.Find(one => one.Takes) is not { } taken)
            {
                return new SelectorTrace(false, $"none of `any` takes it: {string.Join("; ", any.Select(one => one.Why))}");
            }

            tests.Add(taken);
        }

        return new SelectorTrace(true, tests.Count == 0 ? "it takes every event" : string.Join(", ", tests.Select(test => test.Why)));
    }

    private static SelectorTrace Of(FieldTest test, DataUseEvent touch)
    {
        var values = EventFieldText.Of(touch, test.Field);
        if (test.AnyValue)
        {
            return values.Count > 0 ? new(true, $"`{test.Field}` is present") : new(false, $"`{test.Field}` is missing");
        }

        if (test.Field.Kind == FieldKind.CustomerPresent && values.Count == 0)
        {
            return test.Values.Contains("false") ? new(true, "`customerPresent` is missing, which reads as `false`") : new(false, "`customerPresent` is missing, which reads as `false`, not `true`");
        }

        foreach (var value in values)
        {
            if (test.Values.FirstOrDefault(listed => TermDag.WithDescendants(Term.Of(listed)).Contains(Term.Of(value))) is { } listed)
            {
                return new SelectorTrace(true, listed == value ? $"`{test.Field}` is `{value}`" : $"`{test.Field}` is `{value}`, which is below `{listed}`");
            }
        }

        var wanted = Phrases.Either(test.Values.Select(Phrases.Quoted));
        return new SelectorTrace(false, values.Count == 0
            ? $"`{test.Field}` is missing, and {wanted} is asked for"
            : $"`{test.Field}` is {Phrases.Both(values.Select(Phrases.Quoted))}, not {wanted}");
    }
}
