using System.Collections.Concurrent;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// Which topics do not take their records, by what stands in <c>datause.undelivered.v1</c> and by what this silo met itself. Its size goes
/// with the banks, and not with what is undelivered.
/// Safe to call from any thread.
/// </summary>
/// <param name="learned">Hears what topics took; null where nobody asks.</param>
internal sealed class UndeliveredBook(TimeProvider clock, LearnedSizes? learned = null)
{
    // Those of all institutions that there may be, and a few of the platform's.
    private const int TopicsMax = 20_100;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, TopicAccount> _accounts = new(StringComparer.Ordinal);
    private int _diverted;

    /// <summary>
    /// Whether records of this topic are to go to <c>datause.undelivered.v1</c>. Costs a look-up, and nothing where none is diverted.
    /// </summary>
    public bool IsDiverted(string topic) => Volatile.Read(ref _diverted) > 0 && _accounts.TryGetValue(topic, out var account) && account.IsDiverted;

    /// <summary>
    /// The topic refused a record, as no other topic would: it is diverted until a record of it that was put aside is delivered.
    /// </summary>
    public void Divert(string topic, string reason) => Change(topic, account => account.Refuse(reason));

    /// <summary>Why a record of it could not be delivered when that was tried last.</summary>
    public void Explain(string topic, string reason) => Change(topic, account => account.Explain(reason));

    /// <summary>
    /// The record as it goes to <c>datause.undelivered.v1</c>; no larger than a record may be, where the record itself is at most
    /// <c>RecordSize.PlainBytesMax</c>.
    /// </summary>
    /// <param name="isTooLarge">It is too large on its own, so that those after it go on.</param>
    public OutgoingRecord ToRecord(OutgoingRecord record, string reason, bool isTooLarge = false)
    {
        var now = clock.GetUtcNow();
        return UndeliveredForm.Put(record, reason, now, LastTombstone(record.Topic), isTooLarge ? record.Bytes + UndeliveredForm.RedrivenBytes(now) : null);
    }

    /// <summary>The next record of the topic, in order.</summary>
    public void Take(UndeliveredEntry entry)
    {
        Change(entry.Topic, account =>
        {
            if (account.Take(entry) is { } bytes)
            {
                // Whichever silo delivered it.
                learned?.Take(entry.Topic, bytes);
            }
        });
    }

    /// <summary>The offset of the last record without a value that was read of this topic; -1 where none was.</summary>
    public long LastTombstone(string topic)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(topic, out var account) ? account.LastTombstone : -1;
        }
    }

    /// <summary>What is undelivered, by topic in order.</summary>
    public List<UndeliveredTopic> Read()
    {
        lock (_lock)
        {
            return [.. _accounts.Select(one => one.Value.Read(one.Key)).OfType<UndeliveredTopic>().OrderBy(one => one.Topic, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc cref="TopicAccount.AsideUpTo"/>
    public List<long> AsideUpTo(string topic, long bytesMax, bool isSmallestFirst = false)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(topic, out var account) ? account.AsideUpTo(bytesMax, isSmallestFirst) : [];
        }
    }

    /// <summary>What stood in a topic of the same name before is gone with it.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _accounts.Clear();
            Volatile.Write(ref _diverted, 0);
        }
    }

    private void Change(string topic, Action<TopicAccount> change)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(topic, out var account))
            {
                if (_accounts.Count == TopicsMax)
                {
                    return;
                }

                account = _accounts[topic] = new TopicAccount();
            }

            var wasDiverted = account.IsDiverted;
            change(account);
            Volatile.Write(ref _diverted, _diverted + (account.IsDiverted ? 1 : 0) - (wasDiverted ? 1 : 0));
        }
    }
}
