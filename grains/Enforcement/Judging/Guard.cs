using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Conditions;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>A clause's selector and its conditions.</summary>
internal sealed class Guard(CompiledSelector selector, ConditionNode? whileHolds, ConditionNode? unless)
{
    public ConditionNode? While => whileHolds;

    public ConditionNode? Unless => unless;

    public CompiledSelector Selector => selector;

    public bool Selects(DataUseEvent e) => selector.Takes(e);

    /// <summary>Whether the conditions let the clause apply.</summary>
    public bool Applies(MemoryStore memory, in Occurrence at) =>
        whileHolds?.Holds(memory, at) != false && unless?.Holds(memory, at) != true;

    /// <summary>The same where a permit is asked for one purpose; its conditions see the whole touch.</summary>
    public bool TakesFor(Term? purpose, MemoryStore memory, in Occurrence at) => selector.TakesFor(at.Event, purpose) && Applies(memory, at);

    public bool Takes(MemoryStore memory, in Occurrence at) => selector.Takes(at.Event) && Applies(memory, at);
}
