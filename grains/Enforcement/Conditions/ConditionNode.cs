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
    private ConditionNode(Condition source) => Source = source;

    public Condition Source { get; }

    public abstract bool Holds(MemoryStore memory, in Occurrence at);

    /// <summary>The part that by itself makes the whole hold, or not hold, if possible one with a witness; the whole where it takes all its parts.</summary>
    public virtual ConditionNode Deciding(MemoryStore memory, in Occurrence at) => this;

    /// <summary>What makes it hold, or not hold, in a few words that can stand behind an "and".</summary>
    public abstract string Why(MemoryStore memory, in Occurrence at);

    /// <summary>Adds the remembered events on which the answer rests.</summary>
    public virtual void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
    {
    }

    internal abstract class Marked(Condition source, MarkDefinition definition) : ConditionNode(source)
    {
        protected MarkDefinition Definition => definition;

        protected Mark? Last(MemoryStore memory, in Occurrence at) =>
            memory.Find<KeyedCells<MarkCell>>(definition) is { } cells && definition.Match.TryMatch(at.Event, stackalloc char[KeyReader.UsualLength], out var key)
                ? cells.Find(key)?.LastAt(at.Time, definition, at.Horizon)
                : null;

        protected static string Named(in Mark mark) => $"event `{mark.Id}` of {new EventTime(mark.Time)}";

        /// <summary>Why no mark was found.</summary>
        /// <param name="none">What to say of a touch that has all fields of the match key.</param>
        protected string WhyNone(in Occurrence at, string none)
        {
            var missing = definition.Match.Missing(at.Event);
            return missing.Count == 0 ? none : $"the touch has {string.Join(" and ", missing.Select(field => $"no `{field}`"))}";
        }

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
        {
            if (Last(memory, at) is { } mark)
            {
                witnesses.Add(new Witness(mark.Id, new(mark.Time)));
            }
        }
    }

    internal sealed class Once(Condition.Once source, MarkDefinition definition) : Marked(source, definition)
    {
        public override bool Holds(MemoryStore memory, in Occurrence at) => Last(memory, at) is not null;

        public override string Why(MemoryStore memory, in Occurrence at) => Last(memory, at) is { } mark ? $"{Named(mark)} was one" : WhyNone(at, "there was none");
    }

    internal sealed class Since(Condition.Since source, MarkDefinition definition) : Marked(source, definition)
    {
        // The opening event is inside.
        public override bool Holds(MemoryStore memory, in Occurrence at) =>
            IsStart(at) || Last(memory, at) is { IsStart: true };

        public override string Why(MemoryStore memory, in Occurrence at) => (IsStart(at), Last(memory, at)) switch
        {
            (true, _) => "it begins with this event",
            (_, { IsStart: true } start) => $"it began with {Named(start)}",
            (_, { } end) => $"it ended with {Named(end)}",
            _ => WhyNone(at, "it had not begun"),
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

    /// <summary><c>all</c> and <c>any</c>.</summary>
    /// <param name="decides">What one part must be for the whole to be the same: true for <c>any</c>, false for <c>all</c>.</param>
    internal sealed class Several(Condition source, ImmutableArray<ConditionNode> of, bool decides) : ConditionNode(source)
    {
        public override bool Holds(MemoryStore memory, in Occurrence at)
        {
            foreach (var node in of)
            {
                if (node.Holds(memory, at) == decides)
                {
                    return decides;
                }
            }

            return !decides;
        }

        public override ConditionNode Deciding(MemoryStore memory, in Occurrence at)
        {
            ConditionNode? first = null;
            var witnesses = new List<Witness>();
            foreach (var node in of)
            {
                if (node.Holds(memory, at) != decides)
                {
                    continue;
                }

                var deciding = node.Deciding(memory, at);
                deciding.Witnesses(memory, at, witnesses);
                if (witnesses.Count > 0)
                {
                    return deciding;
                }

                first ??= deciding;
            }

            return first ?? this;
        }

        public override string Why(MemoryStore memory, in Occurrence at)
        {
            var reasons = new List<string>();
            foreach (var node in of)
            {
                reasons.Add(node.Deciding(memory, at).Why(memory, at));
            }

            return string.Join(" and ", reasons.Distinct());
        }

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses)
        {
            foreach (var node in of)
            {
                node.Witnesses(memory, at, witnesses);
            }
        }
    }

    internal sealed class Not(Condition.Not source, ConditionNode of) : ConditionNode(source)
    {
        public override bool Holds(MemoryStore memory, in Occurrence at) => !of.Holds(memory, at);

        public override string Why(MemoryStore memory, in Occurrence at) => of.Deciding(memory, at).Why(memory, at);

        public override void Witnesses(MemoryStore memory, in Occurrence at, List<Witness> witnesses) => of.Witnesses(memory, at, witnesses);
    }

    internal sealed class During(Condition.During source) : ConditionNode(source)
    {
        private readonly DailySchedule _schedule = new(source);

        public override bool Holds(MemoryStore memory, in Occurrence at) => _schedule.Covers(at.Event.Time);

        public override string Why(MemoryStore memory, in Occurrence at) => $"it was {_schedule.Told(at.Event.Time)}";
    }
}
