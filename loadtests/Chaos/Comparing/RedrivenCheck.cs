using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Chaos.Load;

namespace Covenant.LoadTests.Chaos.Comparing;

/// <summary>
/// A violation that its bank's topic did not take at first says so once it comes: what was decided while the harness kept the topic closed cannot have come by itself. Says
/// nothing of duties and of limits over all customers, which are decided by other records than those that they name. For threads of both sides.
/// </summary>
internal sealed class RedrivenCheck
{
    /// <summary>The header that says since when the violation was undelivered.</summary>
    private const string Header = "__datause.redriven";

    private const int NamedMax = 5;

    private readonly Lock _lock = new();
    private readonly List<(string Institution, int Partition, long From, long To)> _closed = [];
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly List<(string Institution, int Partition, long Offset, ClauseForm Form, bool IsRedriven, string Id)> _told = [];

    /// <summary>How many came so.</summary>
    public long Count { get; private set; }

    /// <summary>The institution's topic took nothing while these records were told of.</summary>
    public void Closed(string institution, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        lock (_lock)
        {
            _closed.AddRange(Enumerable.Range(0, Math.Min(from.Count, to.Count)).Select(partition => (institution, partition, from[partition], to[partition])));
        }
    }

    /// <summary>Something was done to the institution's topic, so its violations may come so.</summary>
    public void Touched(string institution)
    {
        lock (_lock)
        {
            _touched.Add(institution);
        }
    }

    public void Take(Violation violation, Headers headers)
    {
        if (violation.Mode == ClauseMode.Shadow)
        {
            return;
        }

        lock (_lock)
        {
            var isRedriven = headers.TryGetLastBytes(Header, out _);
            Count += isRedriven ? 1 : 0;
            _told.Add((violation.Institution, violation.Position.Partition, violation.Position.Offset, violation.Form, isRedriven, violation.Id));
        }
    }

    /// <summary>What is wrong, in words.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        lock (_lock)
        {
            var closed = _closed.ToLookup(one => (one.Institution, one.Partition));
            var unsaid = _told.Where(one => !one.IsRedriven && one.Form != ClauseForm.Oblige && one.Institution != Banks.AcrossCustomers
                && closed[(one.Institution, one.Partition)].Any(range => one.Offset >= range.From && one.Offset < range.To));
            var unfounded = _told.Where(one => one.IsRedriven && !_touched.Contains(one.Institution));
            return
            [
                .. unsaid.Take(NamedMax).Select(one => $"violation {one.Id} of `{one.Institution}` (partition {one.Partition}, offset {one.Offset}) was told of while its topic took nothing, and does not say that it was redriven"),
                .. unfounded.Take(NamedMax).Select(one => $"violation {one.Id} of `{one.Institution}` says that it was redriven, and nothing was ever done to its topic"),
            ];
        }
    }
}
