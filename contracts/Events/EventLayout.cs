namespace Covenant.Contracts.Events;

/// <summary>How plain events are written: what stands between one value and the next, and whose the next one is. Learned from the events: a producer writes all of its alike.</summary>
/// <remarks>Bounded: of what follows a value the latest <see cref="NextMax"/> forms are known, and of all together <see cref="StepsMax"/>; then it learns anew. For one thread at a time.</remarks>
internal sealed class EventLayout
{
    private const int NextMax = 8;
    private const int StepsMax = 1_024;

    // The longest names in a row have a third of it; more is blanks.
    private const int BeforeBytesMax = 256;

    private const ulong Data = 1UL << (int)EventField.Data;

    private readonly Step _envelope = new(EventField.Other, inData: false, seen: 0, []);
    private readonly Step _data = new(EventField.Other, inData: true, seen: 0, []);
    private int _steps;

    /// <summary>Where an event begins.</summary>
    /// <param name="inData">With what is <c>data</c> in structured mode.</param>
    public Step Start(bool inData)
    {
        if (_steps >= StepsMax)
        {
            (_envelope.Next, _data.Next, _steps) = ([], [], 0);
        }

        return inData ? _data : _envelope;
    }

    /// <summary>What comes after a step's value; null where the event is not plain.</summary>
    /// <param name="rest">Of the event, behind the value.</param>
    public Step? After(Step step, ReadOnlySpan<byte> rest)
    {
        foreach (var next in step.Next)
        {
            if (rest.StartsWith(next.Before))
            {
                return next;
            }
        }

        return Learn(step, rest);
    }

    private Step? Learn(Step step, ReadOnlySpan<byte> rest)
    {
        var (at, inData, seen) = (0, step.InData, step.Seen);
        var isFirst = step.IsStart;
        if (isFirst && !PlainJson.Takes(rest, ref at, '{'))
        {
            return null;
        }

        while (true)
        {
            if (PlainJson.Takes(rest, ref at, '}'))
            {
                var hasData = (seen & Data) != 0;
                if (inData && hasData)
                {
                    (inData, isFirst) = (false, false);
                    continue;
                }

                return inData || hasData ? Add(step, EventField.Other, inData, seen, rest[..at]) : null;
            }

            if (!isFirst && !PlainJson.Takes(rest, ref at, ','))
            {
                return null;
            }

            var field = Name(rest, ref at, inData);
            var bit = 1UL << (int)field;
            if (field == EventField.Other || (seen & bit) != 0)
            {
                return null;
            }

            seen |= bit;
            if (field != EventField.Data)
            {
                return Add(step, field, inData, seen, rest[..at]);
            }

            if (!PlainJson.Takes(rest, ref at, '{'))
            {
                return null;
            }

            (inData, isFirst) = (true, true);
        }
    }

    private static EventField Name(ReadOnlySpan<byte> rest, ref int at, bool inData)
    {
        PlainJson.SkipBlanks(rest, ref at);
        var name = PlainJson.Text(rest, ref at, out var isText);
        var field = !isText ? EventField.Other : inData ? EventFieldNames.InData(name) : EventFieldNames.InEnvelope(name);
        return PlainJson.Takes(rest, ref at, ':') ? field : EventField.Other;
    }

    private Step? Add(Step step, EventField field, bool inData, ulong seen, ReadOnlySpan<byte> before)
    {
        if (before.Length > BeforeBytesMax)
        {
            return null;
        }

        var next = new Step(field, inData, seen, before.ToArray());
        step.Next = [next, .. step.Next.Take(NextMax - 1)];
        _steps++;
        return next;
    }

    /// <summary>The value of a field, or the end of the event.</summary>
    /// <param name="value"><see cref="EventField.Other"/> at the end.</param>
    /// <param name="seen">One bit for each field up to this one.</param>
    /// <param name="before">What stands before it, behind the value before.</param>
    internal sealed class Step(EventField value, bool inData, ulong seen, byte[] before)
    {
        public EventField Field => value;

        /// <summary>Nothing was read yet.</summary>
        public bool IsStart => before.Length == 0;

        /// <summary>The event ends behind <see cref="Before"/>.</summary>
        public bool IsEnd => value == EventField.Other;

        public bool InData => inData;

        public ulong Seen => seen;

        public byte[] Before => before;

        /// <summary>The latest first.</summary>
        public Step[] Next { get; set; } = [];
    }
}
