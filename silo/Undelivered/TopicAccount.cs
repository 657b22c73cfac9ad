namespace Covenant.Silo.Undelivered;

/// <summary>
/// The account of one topic, by its entries in the order of the log. Its size does not grow with what is undelivered, but for records that
/// are too large on their own.
/// </summary>
/// <remarks>
/// INVARIANT (in order): records that wait in turn are taken away in the order in which they stand. So one offset says which of them are
/// left. Of those that are taken away compaction removes the
/// first ones first: a record is not in the log any more iff it stands below the first one that was read.
/// </remarks>
internal sealed class TopicAccount
{
    // Those beyond are found when the topic is read from its beginning next.
    private const int AsideMax = 10_000;

    private const long None = -1;

    // The bytes of those too large on their own, by offset: taken away in any order.
    private readonly SortedDictionary<long, int> _aside = [];

    private long _count;
    private long _firstRead = None;
    private long _from;
    private long _last = None;
    private long _takenTo = None;
    private long _lastSeen = -2;
    private bool _isRefusedHere;
    private string _reason = "";
    private string _asideReason = "";
    private DateTimeOffset _since;
    private volatile bool _isDiverted;

    /// <summary>Whether records of this topic go to <c>datause.undelivered.v1</c> at once. Any thread may ask.</summary>
    public bool IsDiverted => _isDiverted;

    /// <summary>The offset of the last record without a value that was read.</summary>
    public long LastTombstone { get; private set; } = None;

    /// <summary>This silo met a refusal: its next records go there, until one that was there is delivered.</summary>
    public void Refuse(string reason)
    {
        (_isRefusedHere, _reason) = (true, reason);
        Judge();
    }

    /// <returns>The size of the record that was delivered by it, where that was too large on its own before; otherwise null.</returns>
    public int? Take(UndeliveredEntry entry)
    {
        int? delivered = null;
        if (entry.Takes is { } taken)
        {
            delivered = entry is { IsAside: true, Record: null } && _aside.TryGetValue(taken, out var size) ? size : null;
            Remove(taken, entry);
        }

        if (entry.Record is { Bytes: { } bytes } aside)
        {
            if (_aside.Count < AsideMax)
            {
                _aside.Add(aside.Offset, bytes);
            }

            (_since, _asideReason) = (_count + _aside.Count == 1 ? aside.Since : _since, aside.Reason);
        }
        else if (entry.Record is { } record)
        {
            Add(record);
        }

        Judge();
        return delivered;
    }

    /// <returns>Null where nothing is undelivered.</returns>
    public UndeliveredTopic? Read(string topic)
    {
        if (_count + _aside.Count == 0)
        {
            return null;
        }

        return new UndeliveredTopic(topic, _count + _aside.Count, _aside.Count, _since, _count > 0 ? _reason : _asideReason, _from, _count > 0 ? _last : None);
    }

    /// <summary>The offsets of those that are too large on their own and would fit now, in order.</summary>
    /// <param name="isSmallestFirst">Where it is not known what fits, so that one that does not is the only one that is tried.</param>
    public List<long> AsideUpTo(long bytesMax, bool isSmallestFirst)
    {
        var fitting = _aside.Where(one => one.Value <= bytesMax);
        return [.. (isSmallestFirst ? fitting.OrderBy(one => one.Value) : fitting).Select(one => one.Key)];
    }

    /// <summary>What a try to deliver came to.</summary>
    public void Explain(string reason) => _reason = reason;

    private void Add(UndeliveredRecord record)
    {
        if (_count == 0)
        {
            (_from, _since) = (record.Offset, _aside.Count == 0 ? record.Since : _since);
        }

        _firstRead = _firstRead == None ? record.Offset : _firstRead;
        _count++;
        (_last, _lastSeen, _reason) = (record.Offset, Math.Max(_lastSeen, record.Seen), record.Reason);
    }

    private void Remove(long offset, UndeliveredEntry entry)
    {
        // One that is put aside was waiting in turn.
        if (entry.IsAside && entry.Record is null)
        {
            _aside.Remove(offset);
        }
        else
        {
            _count -= _firstRead != None && offset >= _firstRead ? 1 : 0;
            _takenTo = Math.Max(_takenTo, offset);
            (_from, _since) = (_takenTo + 1, entry.Since);

            // Which of them are left the offset says; how many, the log alone, where it was compacted while it was read.
            _count = _last <= _takenTo ? 0 : Math.Max(1, _count);
        }

        if (entry.Record is null && !entry.IsAside)
        {
            (LastTombstone, _isRefusedHere) = (entry.Offset, false);
        }
    }

    // A record that was put there by a silo that had not heard yet of the last delivery says nothing of the topic now.
    private void Judge() => _isDiverted = _isRefusedHere || (_count > 0 && _lastSeen >= LastTombstone);
}
