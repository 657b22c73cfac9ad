using Covenant.Contracts.Grains;

namespace Covenant.Grains.Delivery;

/// <summary>What a grain has decided and what may not have been told yet. It is stored with the state that decided it, for that state decides it only once.</summary>
/// <remarks>
/// <para>What a record decided is asked for by whoever judges that record, before its end is published; so once that is published it was told.</para>
/// <para>INVARIANT (clock): of what a clock decided that cannot be said: a tenure that has lost the partition without knowing it may decide it, and the one that has the
/// partition may have published more by then. It was told if the tenure that it was answered to, which is stored before, has published so much: until now, or until the next one began.</para>
/// <para>Bounded by what is decided between two transactions of a partition.</para>
/// </remarks>
/// <param name="idOf">By which what one step decides is told in order; null for what has no id.</param>
internal sealed class Outbox<T>(Func<T, string?> idOf)
{
    // No tenure: they begin at one.
    private const long ByRecord = 0;

    private readonly List<Entry> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    public Untold<T>[] ToStore() => _entries.Count == 0 ? [] : [.. _entries.Select(entry => entry.Untold)];

    public void Restore(IEnumerable<Untold<T>> stored) => _entries.AddRange(stored.Select(untold => new Entry(untold) { AnsweredTo = untold.Tenure }));

    /// <summary>Adds what a record decided; what was told by the time it is told by is not kept.</summary>
    public void AddByRecord(BatchHeader header, Progress until, T what)
    {
        if (!header.PublishedOfRecords.Covers(until, idOf(what)))
        {
            _entries.Add(new Entry(new Untold<T>(header.Partition, until, what)));
        }
    }

    public void AddByClock(BatchHeader header, T what) => _entries.Add(new Entry(new Untold<T>(header.Partition, header.ToldByClock, what, header.Tenure)));

    /// <summary>Forgets what was told, and makes what a clock decided for another tenure this one's.</summary>
    /// <returns>Whether that is to be stored before it is answered.</returns>
    public bool Claim(BatchHeader header) => _entries.Count > 0 && ClaimSome(header);

    /// <summary>What this tenure has not been answered yet.</summary>
    /// <param name="isAgain">Whether what it was answered may be lost, and is answered once more.</param>
    public Untold<T>[] Answer(BatchHeader header, bool isAgain = false) => _entries.Count > 0 ? AnswerSome(header, isAgain) : [];

    /// <summary>What records decided that were held, and is not told: whatever was answered before. What a clock decided waits until nothing is held.</summary>
    public Untold<T>[] AnswerHeld(BatchHeader header)
    {
        _entries.RemoveAll(entry => IsOfRecord(entry) && IsTold(entry.Untold, header));
        return [.. _entries.Where(IsOfRecord).Select(entry => entry.Untold)];

        bool IsOfRecord(Entry entry) => entry.Untold.Partition == header.Partition && entry.Untold.Tenure == ByRecord;
    }

    // Apart, so that nothing is made for these lambdas where there is nothing: which is in almost every call.
    private bool ClaimSome(BatchHeader header)
    {
        _entries.RemoveAll(entry => entry.Untold.Partition == header.Partition && IsTold(entry.Untold, header));
        var isChanged = false;
        foreach (var entry in _entries.Where(entry => entry.Untold is { Tenure: var tenure } && tenure != ByRecord && tenure < header.Tenure && entry.Untold.Partition == header.Partition))
        {
            entry.Untold = entry.Untold with { Tenure = header.Tenure, Until = Progress.Max(entry.Untold.Until, header.ToldByClock) };
            isChanged = true;
        }

        return isChanged;
    }

    private Untold<T>[] AnswerSome(BatchHeader header, bool isAgain)
    {
        var answer = _entries.FindAll(entry => entry.Untold.Partition == header.Partition && (isAgain || entry.AnsweredTo != header.Tenure));
        answer.ForEach(entry => entry.AnsweredTo = header.Tenure);
        return [.. answer.Select(entry => entry.Untold)];
    }

    private bool IsTold(in Untold<T> untold, BatchHeader header) =>
        PublishedBy(untold.Tenure, header).Covers(untold.Until, idOf(untold.What));

    // A part that the tenure found covers nothing that it decides itself: see BatchHeader.ToldByClock.
    private static Progress PublishedBy(long tenure, BatchHeader header) =>
        tenure == ByRecord ? header.PublishedOfRecords : tenure == header.Tenure ? header.Published : header.Tenures.EndOf(tenure);

    private sealed class Entry(Untold<T> untold)
    {
        public Untold<T> Untold { get; set; } = untold;

        public long AnsweredTo { get; set; }
    }
}
