using Covenant.Silo.Kafka;

namespace Covenant.Silo.Topics;

/// <summary>
/// What topics take that refused a record as too large although nothing that is known of them speaks against it: their settings may not be
/// seen, or were changed since. Learned from the sizes that they took and refused. Safe to call from any thread.
/// </summary>
/// <remarks>
/// INVARIANT (others lose one transaction): after a refusal nothing is written in a transaction of others that is larger than a half of what
/// was refused, and was never taken. Larger ones go aside one by one, and whoever delivers them from there finds out more.
/// </remarks>
internal sealed class LearnedSizes(TimeProvider clock)
{
    private const int TopicsMax = 20_100;

    // One record that is so many times larger than most others of its batch is why that was refused; otherwise it was all of them together.
    private const int OutlierTimes = 4;

    // A topic that does not say what it takes is tried again after this, by whoever delivers what is undelivered.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sizes> _sizes = new(StringComparer.Ordinal);

    /// <summary>Whether anything is known of any topic.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _sizes.Count == 0;
            }
        }
    }

    /// <returns>Up to which size batches are written, what frames them included; null where nothing was learned.</returns>
    public int? Written(string topic) => Find(topic)?.Written;

    /// <returns>Up to which size records may be tried alone, with what frames them; null where nothing was learned.</returns>
    public int? Tried(string topic) => Find(topic) is { } sizes ? (clock.GetElapsedTime(sizes.At) < TryAgainAfter ? sizes.Refused - 1 : int.MaxValue) : null;

    /// <returns>From which size on records were refused; null where nothing was learned.</returns>
    public int? Refused(string topic) => Find(topic)?.Refused;

    /// <summary>The topic refused records as too large, or some of them.</summary>
    /// <param name="refused">Their sizes, as <see cref="RecordSize"/> counts. A single one was alone in its batch.</param>
    /// <param name="written">The sizes of all that were written to it in the same transaction.</param>
    /// <param name="told">What was known to be its `max.message.bytes`; null where that was not told.</param>
    public void Refuse(string topic, IReadOnlyCollection<int> refused, IEnumerable<int> written, int? told)
    {
        List<int> sizes = [.. refused.Order()];
        var together = sizes.Sum() + RecordSize.BatchBytes;
        var usualMax = sizes.Count == 1 ? together / 2 : OutlierTimes * (long)sizes[(sizes.Count - 1) / 2];

        // Batches no larger than the largest record that may pass.
        var usual = written.Where(size => size <= usualMax).Select(size => size + RecordSize.BatchBytes).DefaultIfEmpty(together / 2).Max();
        Change(topic, before =>
        {
            // What it took before it takes no more, where that was as large.
            var taken = before.Taken < together ? before.Taken : 0;
            var isKnown = before.Written < together && sizes.Count == 1;
            var most = isKnown ? before.Written : Math.Max(taken, Math.Min(before.Written, Math.Min(usual, together - 1)));
            return new Sizes(taken, most, Math.Min(before.Refused, together), told ?? before.Told, clock.GetTimestamp());
        });
    }

    /// <summary>The topic took a record of this size.</summary>
    public void Take(string topic, int record)
    {
        var bytes = record + RecordSize.BatchBytes;
        lock (_lock)
        {
            if (!_sizes.TryGetValue(topic, out var sizes))
            {
                return;
            }

            if (bytes >= sizes.Refused)
            {
                // It takes more than it did; how much is not known.
                _sizes.Remove(topic);
                return;
            }

            _sizes[topic] = sizes with { Taken = Math.Max(sizes.Taken, bytes), Written = Math.Max(sizes.Written, bytes) };
        }
    }

    /// <summary>Its `max.message.bytes` was asked for: where that is news, it counts and nothing else does.</summary>
    public void Tell(string topic, int messageBytesMax)
    {
        lock (_lock)
        {
            if (_sizes.TryGetValue(topic, out var sizes) && sizes.Told != messageBytesMax)
            {
                _sizes.Remove(topic);
            }
        }
    }

    private Sizes? Find(string topic)
    {
        lock (_lock)
        {
            return _sizes.GetValueOrDefault(topic);
        }
    }

    private void Change(string topic, Func<Sizes, Sizes> change)
    {
        lock (_lock)
        {
            if (_sizes.Count == TopicsMax)
            {
                _sizes.Clear();
            }

            _sizes[topic] = change(_sizes.GetValueOrDefault(topic) ?? new Sizes(0, int.MaxValue, int.MaxValue, null, 0));
        }
    }

    /// <summary>All of batches, with what frames them.</summary>
    private sealed record Sizes(int Taken, int Written, int Refused, int? Told, long At);
}
