using System.Collections.Concurrent;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;

namespace Covenant.Silo.Telemetry;

/// <summary>
/// How many violations there were, by what they are labelled with. Clauses are named by agreements, so there may be any number of them: of so many sets of labels each is counted
/// apart, in all that come later institution and clause are <c>other</c>. Safe to call from any thread.
/// </summary>
internal sealed class ViolationLabels(int setsMax = ViolationLabels.SetsMax)
{
    /// <summary>Sets of labels that are counted apart.</summary>
    public const int SetsMax = 2_000;

    /// <summary>Of the rest, by form, mode and severity.</summary>
    public const int OtherSetsMax = 4 * 2 * 3;

    private const string Other = "other";

    private readonly ConcurrentDictionary<Labels, Counted> _sets = new();
    private int _count;

    public void Add(Violation violation)
    {
        var labels = new Labels(violation.Institution, violation.Clause, violation.Form, violation.Mode, violation.Severity);
        (_sets.TryGetValue(labels, out var counted) ? counted : CountedBy(labels)).Add();
    }

    public IEnumerable<(long Count, KeyValuePair<string, object?>[] Labels)> Counts => _sets.Values.Select(one => (one.Count, one.Labels));

    // A set more or less than the bound where several come at once does no harm; each is in the dictionary once.
    private Counted CountedBy(Labels labels)
    {
        if (_count >= setsMax)
        {
            labels = labels with { Institution = Other, Clause = Other };
            return _sets.GetOrAdd(labels, static one => new Counted(one));
        }

        var counted = new Counted(labels);
        if (_sets.TryAdd(labels, counted))
        {
            Interlocked.Increment(ref _count);
            return counted;
        }

        return _sets[labels];
    }

    private readonly record struct Labels(string Institution, string Clause, ClauseForm Form, ClauseMode Mode, Severity Severity);

    private sealed class Counted(Labels labels)
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public KeyValuePair<string, object?>[] Labels { get; } =
        [
            new("institution", labels.Institution), new("clause", labels.Clause), new("form", Name(labels.Form)), new("mode", Name(labels.Mode)), new("severity", Name(labels.Severity)),
        ];

        public void Add() => Interlocked.Increment(ref _count);

        private static string Name<T>(T one)
            where T : struct, Enum => one.ToString().ToLowerInvariant();
    }
}
