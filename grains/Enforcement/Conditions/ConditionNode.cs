using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Conditions;

/// <summary>A condition, compiled.</summary>
internal abstract class ConditionNode
{
    private ConditionNode()
    {
    }

    public abstract bool Holds(MemoryStore memory, in Occurrence at);

    /// <summary>What makes it hold, or not hold, in a few words that can stand behind an "and".</summary>
    public abstract string Why(MemoryStore memory, in Occurrence at);

    /// <summary>Adds the remembered events on which the answer rests.</summary>
    public virtual void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
    {
    }

    internal abstract class Marked(MarkDefinition definition) : ConditionNode
    {
        protected MarkDefinition Definition => definition;

        protected Mark? Last(MemoryStore memory, in Occurrence at) =>
            memory.Find<KeyedCells<MarkCell>>(definition) is { } cells && definition.Match.TryMatch(at.Event, stackalloc char[KeyReader.UsualLength], out var key)
                ? cells.Find(key)?.LastAt(at.Time, definition, at.Horizon)
                : null;

        protected static string Named(in Mark mark) => $"event `{mark.Id}` of {new EventTime(mark.Time)}";

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
        {
            if (Last(memory, at) is { } mark)
            {
                witnesses.Add(new Witness(mark.Id, new(mark.Time)));
            }
        }
    }

    internal sealed class Once(MarkDefinition definition) : Marked(definition)
    {
        public override bool Holds(MemoryStore memory, in Occurrence at) => Last(memory, at) is not null;

        public override string Why(MemoryStore memory, in Occurrence at) => Last(memory, at) is { } mark ? $"{Named(mark)} was one" : "there was none";
    }

    internal sealed class Since(MarkDefinition definition) : Marked(definition)
    {
        // The opening event is inside.
        public override bool Holds(MemoryStore memory, in Occurrence at) =>
            IsStart(at) || Last(memory, at) is { IsStart: true };

        public override string Why(MemoryStore memory, in Occurrence at) => (IsStart(at), Last(memory, at)) switch
        {
            (true, _) => "it begins with this event",
            (_, { IsStart: true } start) => $"it began with {Named(start)}",
            (_, { } end) => $"it ended with {Named(end)}",
            _ => "it had not begun",
        };

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
        {
            if (!IsStart(at))
            {
                base.Witnesses(memory, at, witnesses);
            }
        }

        private bool IsStart(in Occurrence at) => Definition.Starts(at.Event) && Definition.Match.TryMatch(at.Event, stackalloc char[KeyReader.UsualLength], out _);
    }

    internal sealed class All(ImmutableArray<ConditionNode> of) : ConditionNode
    {
        public override bool Holds(MemoryStore memory, in Occurrence at)
        {
            foreach (var node in of)
            {
                if (!node.Holds(memory, at))
                {
                    return false;
                }
            }

            return true;
        }

        // Where it does not hold, the first that does not is reason enough.
        public override string Why(MemoryStore memory, in Occurrence at)
        {
            var reasons = new List<string>();
            foreach (var node in of)
            {
                var why = node.Why(memory, at);
                if (!node.Holds(memory, at))
                {
                    return why;
                }

                reasons.Add(why);
            }

            return string.Join(" and ", reasons);
        }

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
        {
            foreach (var node in of)
            {
                node.Witnesses(memory, at, witnesses);
            }
        }
    }

    internal sealed class Not(ConditionNode of) : ConditionNode
    {
        public override bool Holds(MemoryStore memory, in Occurrence at) => !of.Holds(memory, at);

        public override string Why(MemoryStore memory, in Occurrence at) => of.Why(memory, at);

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses) => of.Witnesses(memory, at, witnesses);
    }

    internal sealed class During(Condition.During during) : ConditionNode
    {
        private readonly DailySchedule _schedule = new(during);

        public override bool Holds(MemoryStore memory, in Occurrence at) => _schedule.Covers(at.Event.Time);

        public override string Why(MemoryStore memory, in Occurrence at) => Holds(memory, at) ? "the time was within them" : "the time was not";
    }
}
