using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using CsCheck;

namespace Covenant.Tests.Violations;

/// <summary>Random violations, of events that have no more fields than a violation tells.</summary>
internal static class ViolationGens
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 1, 12],
        Gen.Const("PayPal's \"data\" <b>& \\ / \u00e9 客戶 😀 \u2028 \t\r\n\u0001"));

    private static readonly Gen<EventTime> Time = Gen.OneOf(
        Gen.Long[0, EventTime.MaxTicks].Select(ticks => new EventTime(ticks)),
        Gen.Int[0, 4_000].Select(day => new EventTime(day * TimeSpan.TicksPerDay)));

    private static readonly Gen<Term> AnyTerm = Gen.OneOf(Gen.Int[0, TermDag.Count - 1].Select(id => TermDag.All[id]), Text.Select(Term.Of));

    private static readonly Gen<DataUseEvent> Event =
        Gen.Select(Gen.Select(Text, Text, Time, AnyTerm), AnyTerm.Array[0, 3], Gen.Select(OrNull(Text), OrNull(Text), OrNull(Text), OrNull(Text)))
            .Select((core, purposes, optional) => new DataUseEvent
            {
                Id = core.Item1,
                Source = core.Item2,
                Time = core.Item3,
                Institution = "",
                Customer = "",
                Operation = core.Item4,
                Purposes = purposes,
                Actor = optional.Item1,
                Recipient = optional.Item2,
                Conversation = optional.Item3,
                Item = optional.Item4,
            });

    private static readonly Gen<MeasureEvidence?> Measure = Gen.OneOf(
        Gen.Const((MeasureEvidence?)null),
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, EventLimits.RecordsMax], OrNone(Time), Time)
            .Select((value, max, from, to) => (MeasureEvidence?)new MeasureEvidence(value, max, from, to)));

    private static readonly Gen<Witness> AnyWitness = Gen.Select(Text, Time).Select((id, time) => new Witness(id, time));

    // Above it a number says which life of its log a record is of, which is not told.
    private const long OffsetMax = (1L << 48) - 1;

    private static readonly Gen<StreamPosition> Position =
        Gen.Select(Text, Gen.Int[0, int.MaxValue], Gen.Long[0, OffsetMax]).Select((topic, partition, offset) => new StreamPosition(topic, partition, offset));

    private static readonly Gen<ViolationCut> AnyCut = Gen.Select(Gen.Int[0, Violation.WitnessesMax], Text.Array[0, 3]).Select((witnesses, fields) => new ViolationCut(witnesses, [.. fields]));

    public static readonly Gen<Violation> Any =
        Gen.Select(
            Gen.Select(Text, Time, Text, OrNone(Gen.Int[1, 1_000_000]), Text, OrNull(Text), OrNull(Text), Text),
            Gen.Select(Gen.Enum<ClauseForm>(), Gen.Enum<Severity>(), Gen.Enum<ClauseMode>(), Gen.Bool),
            Gen.Select(Event, Measure, OrNone(Time), AnyWitness.Array[0, Violation.WitnessesMax], OrNone(Gen.Long[1, long.MaxValue]), Position, OrNull(AnyCut)))
        .Select((texts, kinds, evidence) => new Violation
        {
            Id = texts.Item1,
            Time = texts.Item2,
            Institution = "paypal",
            Customer = texts.Item3,
            Agreement = texts.Item4,
            Clause = texts.Item5,
            Text = texts.Item6,
            Remedy = texts.Item7,
            Reason = texts.Item8,
            Form = kinds.Item1,
            Severity = kinds.Item2,
            Mode = kinds.Item3,
            Late = kinds.Item4,
            Event = evidence.Item1,
            Measure = evidence.Item2,
            Deadline = evidence.Item3,
            Witnesses = [.. evidence.Item4],
            Suppressed = evidence.Item5,
            Position = evidence.Item6,
            Cut = evidence.Item7,
        });

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : class => Gen.OneOf(Gen.Const((T?)null), gen.Select(value => (T?)value));

    private static Gen<T?> OrNone<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Const((T?)null), gen.Select(value => (T?)value));
}
