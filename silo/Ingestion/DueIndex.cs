using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Which customers of a partition have an obligation that falls due, and when the next one does. By institution, for each has a
/// tolerance of its own. As large as there are customers with an open obligation.
/// </summary>
internal sealed class DueIndex
{
    private readonly Dictionary<string, Institution> _institutions = new(StringComparer.Ordinal);

    public int Count => _institutions.Values.Sum(institution => institution.NextDue.Count);

    /// <summary>Replaces what was known of this customer; null = nothing is open.</summary>
    public void Set(string institution, string customer, EventTime? due)
    {
        if (!_institutions.TryGetValue(institution, out var index))
        {
            if (due is null)
            {
                return;
            }

            _institutions.Add(institution, index = new Institution());
        }

        index.Set(customer, due);
    }

    /// <summary>Takes out every customer whose next due time the watermark has passed, earliest first within an institution.</summary>
    /// <param name="watermark">Of an institution: the partition's clock less its tolerance.</param>
    public void TakeDue(Func<string, EventTime> watermark, List<(string Institution, string Customer)> due)
    {
        foreach (var (name, index) in _institutions)
        {
            if (index.NextDue.Count == 0)
            {
                continue;
            }

            var passed = watermark(name);
            while (index.TakeBefore(passed) is { } customer)
            {
                due.Add((name, customer));
            }
        }
    }

    private sealed class Institution
    {
        private readonly PriorityQueue<string, EventTime> _queue = new();

        public Dictionary<string, EventTime> NextDue { get; } = new(StringComparer.Ordinal);

        public void Set(string customer, EventTime? due)
        {
            if (due is not { } time)
            {
                NextDue.Remove(customer);
            }
            else if (!NextDue.TryGetValue(customer, out var known) || known != time)
            {
                NextDue[customer] = time;
                _queue.Enqueue(customer, time);
                ForgetStale();
            }
        }

        public string? TakeBefore(EventTime watermark)
        {
            while (_queue.TryPeek(out var customer, out var time) && time < watermark)
            {
                _queue.Dequeue();
                if (NextDue.TryGetValue(customer, out var current) && current == time)
                {
                    NextDue.Remove(customer);
                    return customer;
                }
            }

            return null;
        }

        // An entry that a later Set overtook stays in the queue until it is reached, or until such entries outnumber the others.
        private void ForgetStale()
        {
            if (_queue.Count > 2 * NextDue.Count + 64)
            {
                _queue.Clear();
                _queue.EnqueueRange(NextDue.Select(entry => (entry.Key, entry.Value)));
            }
        }
    }
}
