using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Measuring;

/// <summary>What each process of a run uses, from sample to sample. For one thread at a time, but for what only looks.</summary>
/// <param name="processes">Those that there are now, by name; the number of one that was started again is another.</param>
internal sealed class ProcessWatch(Func<IEnumerable<(string Name, Func<int> Id)>> processes)
{
    public const string Generator = "generator";

    private readonly Dictionary<string, Watched> _watched = [];

    public IReadOnlyList<ProcessSeries> Series => [.. _watched.Select(one => new ProcessSeries(one.Key, one.Value.Samples))];

    /// <summary>Processor used so far by all but the generator.</summary>
    public TimeSpan ProcessorOfOthers => TimeSpan.FromTicks(processes().Where(one => one.Name != Generator).Sum(one => ProcessUse.Of(one.Id())?.Processor.Ticks ?? 0));

    public void Sample(double at)
    {
        foreach (var (name, id) in processes())
        {
            if (!_watched.TryGetValue(name, out var one))
            {
                _watched.Add(name, one = new Watched());
            }

            one.Sample(id(), at);
        }
    }

    private sealed class Watched
    {
        private (int Id, TimeSpan Processor, double At)? _last;

        public List<ProcessSample> Samples { get; } = [];

        public void Sample(int id, double at)
        {
            if (ProcessUse.Of(id) is not { } use)
            {
                return;
            }

            if (_last is { } last && last.Id == id && at > last.At)
            {
                Samples.Add(new(at, (use.Processor - last.Processor).TotalSeconds / (at - last.At), use.Bytes));
            }

            _last = (id, use.Processor, at);
        }
    }
}
