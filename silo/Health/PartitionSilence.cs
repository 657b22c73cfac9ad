using Confluent.Kafka;
using Covenant.Contracts.Grains;

namespace Covenant.Silo.Health;

/// <summary>
/// Whether one partition has something to tell, and since when nothing was told of it: by what its broker says, and by what its tenure
/// says. For the watcher's loop.
/// </summary>
/// <param name="now">Elapsed time, of a clock that nobody sets.</param>
internal sealed class PartitionSilence(Func<TimeSpan> now)
{
    private Offset _told = Offset.Unset;
    private Offset _end = Offset.Unset;
    private Offset _emptyTo = Offset.Unset;
    private bool _hasRecord;
    private TimeSpan? _unreadSince;
    private Progress _published;
    private TimeSpan? _judgedSince;

    /// <summary>The position that is committed.</summary>
    public Offset Told => _told;

    /// <summary>Where the log ended.</summary>
    public Offset End => _end;

    /// <summary>
    /// Whether the log goes on behind the position for longer than one look, and nobody knows yet whether what stands there is a record.
    /// </summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>For how long there has been something to tell, and nothing was told; null where there is nothing.</summary>
    public TimeSpan? Lasts => ((_hasRecord ? _unreadSince : null), _judgedSince) switch
    {
        ({ } unread, { } judged) => now() - (unread < judged ? unread : judged),
        var (unread, judged) => now() - (unread ?? judged),
    };

    /// <summary>What the broker said.</summary>
    public void See(Offset told, Offset end)
    {
        if (told != _told || end < _end)
        {
            (_hasRecord, _unreadSince, _emptyTo) = (false, null, Offset.Unset);
        }

        var isUnread = end > told && end != _emptyTo && end > 0;
        IsDoubtful = isUnread && !_hasRecord && _unreadSince is not null;
        _unreadSince = isUnread ? _unreadSince ?? now() : null;
        _hasRecord &= isUnread;
        (_told, _end) = (told, end);
    }

    /// <summary>What stands behind the position, up to <see cref="End"/>.</summary>
    public void Find(bool hasRecord)
    {
        IsDoubtful = false;
        _hasRecord = hasRecord;
        if (!hasRecord)
        {
            (_emptyTo, _unreadSince) = (_end, null);
        }
    }

    /// <summary>What the tenure says.</summary>
    /// <param name="hasToTell">Whether it has judged more than it has told.</param>
    public void See(Progress published, bool hasToTell)
    {
        _judgedSince = !hasToTell ? null : published == _published ? _judgedSince ?? now() : now();
        _published = published;
    }
}
