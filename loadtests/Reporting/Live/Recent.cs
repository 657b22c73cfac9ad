using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting.Live;

/// <summary>What is known of a run at one moment.</summary>
/// <param name="Samples">The last of them, oldest first.</param>
/// <param name="Marks">The last of them, oldest first.</param>
/// <param name="Violations">Since the start.</param>
/// <param name="Errors">Since the start.</param>
internal sealed record Glance(string Phase, IReadOnlyList<RunSample> Samples, IReadOnlyList<RunMark> Marks, double Violations, long Errors, double LagMax);

/// <summary>Keeps the last of what a run tells, and sums of the rest. Any thread may tell; none waits for the screen.</summary>
internal sealed class Recent : IRunObserver
{
    public const int SamplesMax = 60, MarksMax = 4;

    private readonly Lock _lock = new();
    private readonly Queue<RunSample> _samples = new(SamplesMax + 1);
    private readonly Queue<RunMark> _marks = new(MarksMax + 1);
    private string _phase = "starting";
    private double _violations, _lagMax;
    private long _errors;

    public Glance Glance
    {
        get
        {
            lock (_lock)
            {
                return new(_phase, [.. _samples], [.. _marks], _violations, _errors, _lagMax);
            }
        }
    }

    public void Phase(string what)
    {
        lock (_lock)
        {
            _phase = what;
        }
    }

    public void Sample(RunSample sample)
    {
        lock (_lock)
        {
            Keep(_samples, sample, SamplesMax);
            _violations += sample.Violations;
            _errors = Math.Max(_errors, sample.Errors);
            _lagMax = Math.Max(_lagMax, sample.Lag);
        }
    }

    public void Mark(RunMark mark)
    {
        lock (_lock)
        {
            Keep(_marks, mark, MarksMax);
        }
    }

    private static void Keep<T>(Queue<T> queue, T item, int most)
    {
        queue.Enqueue(item);
        if (queue.Count > most)
        {
            queue.Dequeue();
        }
    }
}
