using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>A selector as a list of tests, cheapest first, that stops at the first one that fails.</summary>
internal sealed class CompiledSelector
{
    private readonly FieldMatcher[] _fields;
    private readonly CompiledSelector? _not;
    private readonly CompiledSelector[] _any;

    private CompiledSelector(Selector selector)
    {
        _fields = [.. selector.Fields.OrderBy(test => test.Field.Kind).Select(FieldMatcher.Compile)];
        _not = selector.Not is null ? null : new CompiledSelector(selector.Not);
        _any = [.. selector.Any.Select(Compile)];
    }

    public static CompiledSelector Compile(Selector selector) => new(selector);

    public bool Takes(DataUseEvent e)
    {
        foreach (var field in _fields)
        {
            if (!field.Holds(e))
            {
                return false;
            }
        }

        return _not?.Takes(e) != true && (_any.Length == 0 || TakesAny(e));
    }

    /// <summary>Whether it takes a touch where a permit is asked for one purpose: its fields see that purpose alone and must hold for all of another list's values; its <c>not</c> sees the whole touch.</summary>
    /// <param name="purpose">Null for a touch without any.</param>
    public bool TakesFor(DataUseEvent e, Term? purpose)
    {
        foreach (var field in _fields)
        {
            if (!field.HoldsFor(e, purpose))
            {
                return false;
            }
        }

        return _not?.Takes(e) != true && (_any.Length == 0 || Array.Exists(_any, alternative => alternative.TakesFor(e, purpose)));
    }

    /// <summary>How near it comes to taking a touch where a permit is asked for one purpose.</summary>
    public Nearness NearnessTo(DataUseEvent e, Term? purpose)
    {
        var near = new Nearness(_not?.Takes(e) == true ? 1 : 0, 0, 0);
        foreach (var field in _fields)
        {
            var agrees = field.HoldsFor(e, purpose);
            near = near.And(new Nearness(agrees ? 0 : 1, field.Kind != FieldKind.Operation ? 0 : agrees ? 1 : -1, agrees ? 1 : 0));
        }

        return _any.Length == 0 ? near : near.And(_any.Min(alternative => alternative.NearnessTo(e, purpose)));
    }

    /// <summary>False only where no event is taken that has this term in the field, whatever else it has there.</summary>
    /// <param name="term">Null for any term that no vocabulary has.</param>
    public bool CouldTake(FieldKind kind, Term? term) => Could(field => field.HasTerm(kind, term));

    /// <summary>False only where no event is taken that has nothing in the field.</summary>
    public bool CouldTakeWithout(FieldKind kind) => Could(field => field.Kind == kind ? false : null);

    /// <summary>False only where no event is taken of which this is so; an event that does not say is one without the customer.</summary>
    public bool CouldTake(bool customerPresent) => Could(field => field.HasPresent(customerPresent));

    // By one test alone: of a list, another test could hold for another of its values. `not` is left to the selector itself.
    private bool Could(Func<FieldMatcher, bool?> allows)
    {
        foreach (var field in _fields)
        {
            if (allows(field) is { } allowed)
            {
                return allowed;
            }
        }

        return _any.Length == 0 || Array.Exists(_any, alternative => alternative.Could(allows));
    }

    private bool TakesAny(DataUseEvent e)
    {
        foreach (var alternative in _any)
        {
            if (alternative.Takes(e))
            {
                return true;
            }
        }

        return false;
    }
}
