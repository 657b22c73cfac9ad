using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

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
