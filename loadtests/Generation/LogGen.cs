using System.Collections.Immutable;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>
/// Logs whose clock mostly moves on by steps of the grid, with events that come late, ahead, at the same instant, a tick beside it, or twice, and records that are none. Their records
/// have timestamps, or none, or some; a few are older than those before.
/// </summary>
internal static class LogGen
{
    private const int EventsMax = 60;

    public static Gen<ImmutableArray<GeneratedRecord>> Of(Grid grid, Gen<string> institution) =>
        from count in Gen.Frequency((2, Gen.Int[1, 12]), (2, Gen.Int[10, 30]), (1, Gen.Int[10, EventsMax]))
        from stamps in Gen.Enum<Stamps>()
        from drafts in Draft(institution).Array[count]
        select Lay(grid, stamps, drafts);

    private enum Stamps
    {
        None,
        Some,
        All,
        InTheLines,
    }

    private sealed record Drafted(DraftRecord Record, int Advance, int Back, long Ahead, int Ticks, int Again, int Stamp);

    private static ImmutableArray<GeneratedRecord> Lay(Grid grid, Stamps stamps, Drafted[] drafts)
    {
        var log = new List<GeneratedRecord>();
        var ids = new List<(string Id, DraftRecord Record, EventTime Time)>();
        var now = 0;
        foreach (var draft in drafts)
        {
            now += draft.Advance;
            (string Id, DraftRecord Record, EventTime Time) one = ($"e-{ids.Count + 1}\u00E9", draft.Record, new(grid.At(now - draft.Back, draft.Ticks).Ticks + draft.Ahead));
            if (draft.Again > 0 && draft.Again <= ids.Count)
            {
                // An event that comes again is the same in all, or another under the same id; or under one that only looks the same.
                one = draft.Ticks == 0 ? ids[^draft.Again] : one with { Id = draft.Ticks > 0 ? ids[^draft.Again].Id : ids[^draft.Again].Id.Normalize(System.Text.NormalizationForm.FormD) };
            }

            ids.Add(one);
            log.Add(Record(one, stamps, draft.Stamp, grid.At(now)));
        }

        return [.. log];
    }

    // Behind is a record that an idle producer held back; 9 is what no clock says.
    private static GeneratedRecord Record((string Id, DraftRecord Record, EventTime Time) one, Stamps stamps, int stamp, EventTime now)
    {
        EventTime? time = stamps == Stamps.None || (stamps != Stamps.All && stamp == 0) ? null
            : new EventTime(now.Ticks - (stamp is > 0 and < 4 ? stamp * TimeSpan.TicksPerMinute * 20 : 0));
        return stamps == Stamps.InTheLines
            ? new(one.Record.Write(one.Id, one.Time, stamp == 9 ? "soon" : time?.ToString()), null, SaysItsTime: true)
            : new(one.Record.Write(one.Id, one.Time, null), time);
    }

    private static Gen<Drafted> Draft(Gen<string> institution) => Gen.Select(
        RecordGen.Of(institution),
        Gen.Frequency((9, 0), (12, 1), (6, 2), (2, 5), (1, 25)),
        Gen.Select(Gen.Frequency((12, 0), (2, 1), (1, 2), (1, 4), (1, 9)), Ahead, Gen.Frequency((10, 0), (1, 1), (1, -1))),
        Gen.Frequency((10, 0), (2, 1), (1, 3)),
        Gen.Int[0, 9],
        (record, advance, beside, again, stamp) => new Drafted(record, advance, beside.Item1, beside.Item2, beside.Item3, again, stamp));

    private static readonly Gen<long> Ahead = Gen.Frequency(
        (30, 0L), (1, TimeSpan.TicksPerMinute), (1, TimeSpan.TicksPerMinute + 1), (2, 30 * TimeSpan.TicksPerMinute), (1, 12 * TimeSpan.TicksPerHour),
        (1, TimeSpan.TicksPerDay), (1, TimeSpan.TicksPerDay + 1));
}
