using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Delivery;
using Covenant.Silo.Health;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Publishing;
using Orleans.Runtime;

namespace Covenant.Tests.Delivery;

/// <summary>What the silos and the grain do, by the real positions, outbox and cutting.</summary>
internal sealed class PartSteps(PartBroken broken)
{
    private const int TenuresMax = 3;

    private const int WakesMax = 2;

    private static readonly PartitionOutput Output = new(new TopicPartition("events", 0), default, 64, () => long.MaxValue);

    private static readonly Readiness Readiness = new(TimeProvider.System);

    // A clock's decision falls into the step of which the tenure found a part told.
    private bool IsInFoundStep => broken is PartBroken.FoundPartCoversClock or PartBroken.FoundPartCoversForNext or PartBroken.DecidedInFoundStep;

    public static PartState TakeUp(PartState state, bool first)
    {
        var found = new Progress(state.Committed.Offset, state.Committed.Wakes).WithPart(state.Committed.Part);
        var taken = state with { Found = state.Found.Add(found) };
        return taken.With(first, new PartTenure(taken.Found.Count, new Progress(0, found.Wakes), found, found, false, default, "", default));
    }

    /// <summary>They take turns: which of two silos it is makes no difference.</summary>
    public static bool CanTakeUp(PartState state, bool first) => state.Of(first) is null && state.Found.Count < TenuresMax && first == (state.Found.Count % 2 == 0);

    /// <summary>Before it judges what is news it asks for what the one before has decided by a clock.</summary>
    public PartState Ask(PartState state, bool first)
    {
        var tenure = CaughtUp(state, state.Of(first)!.Value) with { IsAsked = true };
        return Call(state, first, tenure, tenure.At, "");
    }

    public static bool CanAsk(PartState state, bool first) => state.Of(first) is { IsAsked: false } tenure && tenure.At.Offset >= Start(state, tenure).Offset;

    /// <summary>So many records are judged as one batch, and what falls due by it.</summary>
    public PartState Judge(PartState state, bool first, int records, string decided)
    {
        var tenure = state.Of(first)!.Value;
        var end = tenure.At.Offset + records;
        var to = broken == PartBroken.PartStaysInPosition ? tenure.At with { Offset = end } : At(state, tenure).At(end);
        var called = Call(state, first, tenure, to, decided);
        if (called.Of(first) is not { } answered)
        {
            return called;
        }

        List<(string Id, Progress Until)> byRecord = [];
        for (var record = tenure.At.Offset; record < to.Offset; record++)
        {
            var until = Progress.After(record);
            byRecord.AddRange(PartState.IdsOf(record).Select(id => (id.ToString(), until)).Where(one => !Covers(tenure.Published, until, one.Item1)));
        }

        return called.With(first, HandOn(state, answered, to, byRecord));
    }

    public static bool CanJudge(PartState state, bool first, int records) => state.Of(first) is { } tenure && tenure.At.Offset + records <= state.End
        && (tenure.IsAsked || tenure.At.Offset + records <= Start(state, tenure).Offset);

    /// <summary>Events have stopped, and the wall clock decides.</summary>
    public PartState Wake(PartState state, bool first, string decided)
    {
        var tenure = CaughtUp(state, state.Of(first)!.Value);
        var to = NextWake(tenure);
        var called = Call(state, first, tenure, to, decided);
        return called.Of(first) is not { } answered ? called
            : answered.Waiting.Any(entry => entry.Until <= to) ? called.With(first, HandOn(state, answered, to, []))
            : called;
    }

    /// <summary>Whether the next wake tells something of what waits.</summary>
    public bool TellsNext(PartState state, PartTenure tenure) => tenure.Waiting.Any(entry => entry.Until <= NextWake(CaughtUp(state, tenure)));

    public static bool CanWake(PartState state, bool first) => state.Of(first) is { IsAsked: true } tenure && tenure.At.Offset == state.End && tenure.At.Wakes < WakesMax;

    public static bool CanDecide(PartState state, string decided) => !decided.Any(state.Decided.Contains);

    /// <summary>The first piece that waits is told, and the position with it; one that has lost the partition is refused.</summary>
    public PartState Commit(PartState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        if (!state.IsOwner(tenure))
        {
            return state.With(first, null);
        }

        var (to, ids) = tenure.Pieces[0];
        var committed = broken == PartBroken.PartNotCommitted ? to.Whole() : to;
        return (state with { Committed = committed, Told = state.Told + ids })
            .With(first, tenure with { Published = Progress.Max(tenure.Published, to), Pieces = Items<PartPiece>.Of(tenure.Pieces.Skip(1)) });
    }

    private Progress NextWake(PartTenure tenure) => broken == PartBroken.WakesOneByOne ? tenure.At.Next()
        : Progress.Max(tenure.At.Next(), UntoldViolations.FirstWake(tenure.At, tenure.Waiting.Select(entry => entry.Until)) ?? default);

    private static Progress Start(PartState state, PartTenure tenure) => state.Found[tenure.Number - 1];

    private static PartTenure CaughtUp(PartState state, PartTenure tenure)
    {
        var progress = At(state, tenure);
        progress.CatchUp();
        return tenure with { At = progress.Now };
    }

    private static TenureProgress At(PartState state, PartTenure tenure) => new(Output.Partition, tenure.At, Start(state, tenure), Readiness);

    // The grain decides, stores what a clock decided, and answers what is untold. It hears no tenure that is over.
    private PartState Call(PartState state, bool first, PartTenure tenure, Progress to, string decided)
    {
        if (tenure.Number < state.LastCaller)
        {
            return state.With(first, null);
        }

        var header = Header(state, tenure, to);
        var until = IsInFoundStep ? ToldByClockWithoutRule(header) : header.ToldByClock;
        var stored = Claimed(state.Stored.AddRange(decided.Select(id => new PartEntry(id, tenure.Number, until))), header, until);
        var answer = stored.Where(entry => !tenure.Taken.Contains(entry.Id) && tenure.Waiting.All(waiting => waiting.Id != entry.Id));
        return (state with { Stored = stored, Decided = Sorted(state.Decided + decided), LastCaller = tenure.Number })
            .With(first, tenure with { Waiting = tenure.Waiting.AddRange(answer) });
    }

    private Items<PartEntry> Claimed(Items<PartEntry> stored, BatchHeader header, Progress until)
    {
        var claimed = Items<PartEntry>.Of(stored.Where(entry => !Covers(PublishedBy(entry.Tenure, header), entry.Until, entry.Id.ToString()))
            .Select(entry => entry.Tenure == header.Tenure ? entry : new PartEntry(entry.Id, header.Tenure, Progress.Max(entry.Until, until))));
        if (broken == PartBroken.Nothing)
        {
            var outbox = new Outbox<char>(id => id.ToString());
            outbox.Restore(stored.Select(entry => new Untold<char>(0, entry.Until, entry.Id, entry.Tenure)));
            outbox.Claim(header);
            Assert.True(outbox.ToStore().SequenceEqual(claimed.Select(entry => new Untold<char>(0, entry.Until, entry.Id, entry.Tenure))), "the outbox keeps to its rule");
        }

        return claimed;
    }

    private Progress PublishedBy(long tenure, BatchHeader header)
    {
        var (published, found) = tenure == header.Tenure ? (header.Published, header.Tenures.Found[^1]) : (header.Tenures.EndOf(tenure), header.Tenures.EndOf(tenure - 1));
        var isItsOwn = published != found || broken == PartBroken.FoundPartCoversClock || (broken == PartBroken.FoundPartCoversForNext && tenure != header.Tenure);
        return isItsOwn || !IsInFoundStep ? published : published.Whole();
    }

    private bool Covers(Progress published, Progress until, string id) =>
        broken == PartBroken.PartIsWholeStep ? until <= published.EndOfStep() : published.Covers(until, id);

    // What is told by then is cut as the silo does. Where all of it was told by the tenure before there is nothing to tell.
    private PartTenure HandOn(PartState state, PartTenure tenure, Progress to, List<(string Id, Progress Until)> byRecord)
    {
        List<PartEntry> due = [.. tenure.Waiting.Where(entry => entry.Until <= to)];
        tenure = tenure with { At = to, Waiting = tenure.Waiting.Without(due.Contains), Taken = Sorted(tenure.Taken + string.Concat(due.Select(entry => entry.Id))) };
        if (to <= Start(state, tenure))
        {
            return tenure;
        }

        var from = tenure.HandedOn;
        var records = byRecord.Concat(due.Select(entry => (entry.Id.ToString(), entry.Until)))
            .Select(one => Step(one.Item1, StepOf(one.Item2, from, to)));
        var pieces = new Telling(Output, to, [.. records]).Cut(from, recordsMax: 1, long.MaxValue)
            .Select(piece => new PartPiece(piece.To, string.Concat(piece.Records.Select(record => record.Record.Id))));
        return tenure with { HandedOn = to, Pieces = tenure.Pieces.AddRange(pieces) };
    }

    private long StepOf(Progress until, Progress from, Progress to) => PartitionTeller.StepOf(broken == PartBroken.WakeCountedToRecord ? until with { Wakes = 0 } : until, from, to);

    private static StepRecord Step(string id, long step) => new(new OutgoingRecord("bank", null, null, Id: id), step, Progress.PartKey(id));

    private static Progress ToldByClockWithoutRule(BatchHeader header) => header.To > header.Published ? header.To : header.Published.Next();

    private static BatchHeader Header(PartState state, PartTenure tenure, Progress to) => new(
        "events", 0, new TenureHistory(tenure.Number, [.. state.Found.Take(tenure.Number)]), to, tenure.Published, EventTime.Epoch, SiloAddress.Zero);

    private static string Sorted(string ids) => string.Concat(ids.Order());
}
