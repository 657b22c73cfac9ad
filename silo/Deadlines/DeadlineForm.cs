using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Silo.Deadlines;

/// <summary>The compact binary form of due dates: a time is a distance from the one before.</summary>
internal static class DeadlineForm
{
    private const int Format = 1;

    public static byte[] OfEntries(IReadOnlyCollection<DueEntry> entries)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var writer = new StateWriter();
        writer.Count(Format);
        writer.Count(entries.Count);
        var before = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Due))
        {
            writer.Count(entry.Cohort);
            writer.Number(entry.Due.Ticks - before);
            before = entry.Due.Ticks;
        }

        return writer.Written.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no due dates, or of a format that this version does not know.</exception>
    public static List<DueEntry> Entries(byte[] stored)
    {
        if (stored.Length == 0)
        {
            return [];
        }

        var reader = new StateReader(stored);
        reader.Expect(Format);
        var entries = new List<DueEntry>();
        var due = 0L;
        for (var left = reader.Count(); left > 0; left--)
        {
            var cohort = reader.Count();
            due = unchecked(due + reader.Number());
            entries.Add(due is >= 0 and <= EventTime.MaxTicks ? new DueEntry(cohort, new EventTime(due)) : throw Broken("a due date is no time"));
        }

        return entries;
    }

    public static byte[] OfChunks(IReadOnlyCollection<(long Start, IReadOnlyCollection<ChunkName> Names)> buckets, IReadOnlyCollection<ChunkName> condemned)
    {
        if (buckets.Count + condemned.Count == 0)
        {
            return [];
        }

        var writer = new StateWriter();
        writer.Count(Format);
        writer.Count(buckets.Count);
        foreach (var (start, names) in buckets)
        {
            writer.Number(start / DeadlineBounds.BucketTicks);
            Write(names, writer);
        }

        Write(condemned, writer);
        return writer.Written.ToArray();
    }

    /// <inheritdoc cref="Entries"/>
    public static (List<(long Start, List<ChunkName> Names)> Buckets, List<ChunkName> Condemned) Chunks(byte[] stored)
    {
        if (stored.Length == 0)
        {
            return ([], []);
        }

        var reader = new StateReader(stored);
        reader.Expect(Format);
        List<(long, List<ChunkName>)> buckets = [];
        for (var left = reader.Count(); left > 0; left--)
        {
            var hour = reader.Number();
            buckets.Add(hour is >= 0 and <= EventTime.MaxTicks / DeadlineBounds.BucketTicks ? (hour * DeadlineBounds.BucketTicks, Names(reader)) : throw Broken("an hour is no time"));
        }

        return (buckets, Names(reader));
    }

    private static void Write(IReadOnlyCollection<ChunkName> names, StateWriter writer)
    {
        writer.Count(names.Count);
        foreach (var name in names)
        {
            writer.Text(name.Tenure);
            writer.Count(name.Number);
            writer.Count(name.Entries);
        }
    }

    private static List<ChunkName> Names(StateReader reader)
    {
        List<ChunkName> names = [];
        for (var left = reader.Count(); left > 0; left--)
        {
            names.Add(new ChunkName(reader.Text() ?? throw Broken("a chunk has no name"), reader.Count(), reader.Count()));
        }

        return names;
    }

    private static InvalidDataException Broken(string what) => new($"the stored due dates are damaged: {what}");
}
