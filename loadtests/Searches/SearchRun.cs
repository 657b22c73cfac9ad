using Covenant.LoadTests.Measuring;
using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Schedules;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Searches;

/// <summary>Looks for the highest rate that a system holds: steady loads one after the other on the same system, each judged alone, and one proof for all.</summary>
internal sealed class SearchRun(SystemSettings system, WorkloadSettings workload, SearchSettings search, string? histogram, IRunObserver observer)
{
    public const double RateMin = 100;

    // A lag that grows by less is the breath of transactions.
    private const double LagGrowthMax = 0.02;

    private const double SentMin = 0.98;

    private const int StepsMax = 40;

    private static readonly TimeSpan StandstillMax = TimeSpan.FromMinutes(1);

    private readonly List<SearchStep> _steps = [];

    public async Task<SearchOutcome> RunAsync(CancellationToken token)
    {
        observer.Phase(system.IsSelfContained ? "starting the system" : $"making ready `{system.BootstrapServer}`");
        await using var running = await LoadSystem.StartAsync(system, workload, token);
        await running.StartSilosAsync(token);
        await using var session = await LoadSession.BeginAsync(running, workload, histogram, observer);

        // What has just started is slow; this step counts for nothing.
        await StepAsync(session, search.From, token);
        var bracket = new RateBracket(search.From, RateMin, search.To, search.Precision);
        while (bracket.Next is { } rate && _steps.Count < StepsMax)
        {
            var step = await StepAsync(session, rate, token);
            _steps.Add(step);
            bracket.Tried(rate, step.Holds);
        }

        var (sent, seconds) = (session.Sent, session.Clock.Seconds);
        observer.Phase("comparing what was told with the oracle");
        var proof = await session.FinishAsync(token);
        var load = new LoadSummary(sent, session.Judged, sent / seconds, session.Judged / seconds, session.Errors, session.BehindMax.TotalSeconds, session.Samples.Max(sample => sample.Lag), session.Lag);
        return new(session.Clock.StartedAt, seconds, load, proof, _steps, session.Samples, session.Processes, session.Marks, running.Surprises);
    }

    private async Task<SearchStep> StepAsync(LoadSession session, double rate, CancellationToken token)
    {
        var name = FormattableString.Invariant($"{rate:0}/s");
        observer.Phase(name);
        var from = session.Clock.Seconds;
        session.Mark(new(from, 0, name, false));
        var schedule = Schedule.Steady(rate, search.StepLength);
        await session.LoadAsync(schedule, search.WarmUp, token);
        var (sent, length) = (schedule.Count / (session.Clock.Seconds - from), session.Clock.Seconds - from);
        var caughtUp = await session.CatchesUpAsync(StandstillMax, token);
        var latencies = session.TakeLatencies();
        var growth = LagGrowth(session.Samples, from + search.WarmUp.TotalSeconds, from + length);
        var (p50, p99) = (latencies.At(50), latencies.At(99));
        var why = !caughtUp ? "it was not caught up with"
            : sent < SentMin * rate ? FormattableString.Invariant($"the generator sent {sent:0}/s")
            : p99 is null ? "no violation was read"
            : growth > LagGrowthMax * rate ? FormattableString.Invariant($"the lag grew by {growth:0}/s")
            : p99 > search.P99.TotalMilliseconds ? FormattableString.Invariant($"p99 was {p99:0.0} ms")
            : null;
        observer.Phase($"{name} {(why is null ? "holds" : $"does not hold: {why}")}");
        return new(rate, p50 ?? double.NaN, p99 ?? double.NaN, growth, why is null, why);
    }

    // Of the straight line that fits the samples best, in events per second.
    private static double LagGrowth(IReadOnlyList<RunSample> samples, double from, double to)
    {
        var some = samples.ToArray().Where(sample => sample.At >= from && sample.At <= to).ToList();
        if (some.Count < 2)
        {
            return 0;
        }

        var (at, lag) = (some.Average(sample => sample.At), some.Average(sample => sample.Lag));
        return some.Sum(sample => (sample.At - at) * (sample.Lag - lag)) / some.Sum(sample => (sample.At - at) * (sample.At - at));
    }
}
