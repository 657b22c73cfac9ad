using System.Collections.Immutable;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Definitions by their canonical text, each with a slot of its own.</summary>
internal sealed class DefinitionTable
{
    private readonly Dictionary<string, MemoryDefinition> _byText = new(StringComparer.Ordinal);
    private readonly List<MemoryDefinition> _all = [];

    public ImmutableArray<MemoryDefinition> All => [.. _all];

    public TDefinition Share<TDefinition>(string canonical, Func<string, TDefinition> create)
        where TDefinition : MemoryDefinition
    {
        if (_byText.TryGetValue(canonical, out var known))
        {
            return (TDefinition)known;
        }

        var definition = create(canonical);
        definition.Slot = _all.Count;
        _byText.Add(canonical, definition);
        _all.Add(definition);
        return definition;
    }
}
