using System.Runtime.InteropServices;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Grains.Cohorts;

/// <summary>The customers of one cohort, and when which of them falls due.</summary>
internal sealed class Cohort
{
    private const int SweepAtLeast = 64;

    private readonly Dictionary<string, Member> _members = [];
    private readonly Dictionary<int, PriorityQueue<Member, long>> _queues = [];
    private AgreementBook _book = AgreementBook.Empty;
    private int _checkpoint;
    private int _count;

    /// <summary>How many customers it has in memory.</summary>
    public int Count => _count;

    /// <summary>By what to judge from now on.</summary>
    public void Bind(AgreementBook book)
    {
        if (!ReferenceEquals(_book, book))
        {
            // A tolerance may be another one now.
            _book = book;
            _queues.Clear();
            foreach (var member in All())
            {
                member.QueuedFor = Member.Never;
                Enqueue(member);
            }
        }
    }

    public Member Of(DataUseEvent e)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_members, e.Customer, out _);
        for (var member = first; member is not null; member = member.Next)
        {
            if (string.Equals(member.Institution, e.Institution, StringComparison.Ordinal))
            {
                return member;
            }
        }

        _count++;
        return first = new Member(e.Institution, e.Customer) { Next = first };
    }

    /// <summary>It was judged: what is due of it may be something else now.</summary>
    public void Judged(Member member, int partition)
    {
        member.TouchedIn = _checkpoint;
        member.Judged();
        if (member.Partition != partition)
        {
            (member.Partition, member.QueuedFor) = (partition, Member.Never);
        }

        Enqueue(member);
    }

    /// <summary>Takes out the next member of the partition of which something is due by its clock; null where there is none.</summary>
    public Member? TakeDue(int partition, EventTime clock)
    {
        while (Peek(partition, out var queue) is { } first && first.QueuedFor < clock.Ticks)
        {
            queue.Dequeue();
            first.QueuedFor = Member.Never;
            if (first.WakeAt(_book) < clock.Ticks)
            {
                return first;
            }

            Enqueue(first);
        }

        return null;
    }

    /// <summary>When the partition's clock must have passed for something to be due. May be too early.</summary>
    public EventTime? NextDue(int partition) => Peek(partition, out _) is { } first ? new EventTime(first.QueuedFor) : null;

    /// <summary>All of it for storage. Whoever was not judged since the last time but one is bytes from now on.</summary>
    public byte[] Encode() => CohortForm.Of(All(), _count, idleBefore: _checkpoint++);

    /// <exception cref="InvalidDataException">The bytes are no cohort.</exception>
    public void Restore(byte[] stored)
    {
        foreach (var member in CohortForm.Read(stored))
        {
            ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_members, member.Customer, out _);
            member.Next = first;
            first = member;
            _count++;
        }
    }

    /// <summary>Forgets the customers whose memory cannot be read.</summary>
    /// <returns>Why, by customer.</returns>
    public List<(string Customer, string Reason)> ForgetUnreadable()
    {
        List<(string Customer, string Reason)> forgotten = [];
        foreach (var member in All().Where(member => member.Thaw() is null).ToList())
        {
            forgotten.Add((member.Key, member.Unreadable!));
            member.Forget();
        }

        return forgotten;
    }

    private IEnumerable<Member> All()
    {
        foreach (var first in _members.Values)
        {
            for (var member = first; member is not null; member = member.Next)
            {
                yield return member;
            }
        }
    }

    // INVARIANT (due): a member stands in its partition's queue at QueuedFor, which is never later than when it is to be woken. Where it stands besides is out of date.
    private void Enqueue(Member member)
    {
        var at = member.WakeAt(_book);
        if (at >= member.QueuedFor)
        {
            return;
        }

        member.QueuedFor = at;
        if (!_queues.TryGetValue(member.Partition, out var queue))
        {
            _queues.Add(member.Partition, queue = new());
        }

        queue.Enqueue(member, at);
        if (queue.Count > Math.Max(SweepAtLeast, 2 * _count))
        {
            Sweep(member.Partition, queue);
        }
    }

    private static void Sweep(int partition, PriorityQueue<Member, long> queue)
    {
        var current = queue.UnorderedItems.Where(entry => IsCurrent(entry.Element, partition, entry.Priority)).ToList();
        queue.Clear();
        queue.EnqueueRange(current);
    }

    private Member? Peek(int partition, out PriorityQueue<Member, long> queue)
    {
        if (_queues.TryGetValue(partition, out queue!))
        {
            for (; queue.TryPeek(out var member, out var at); queue.Dequeue())
            {
                if (IsCurrent(member, partition, at))
                {
                    return member;
                }
            }
        }

        return null;
    }

    private static bool IsCurrent(Member member, int partition, long at) => member.Partition == partition && member.QueuedFor == at;
}
