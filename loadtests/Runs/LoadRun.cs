using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Measuring;
using Covenant.LoadTests.Schedules;
using Covenant.LoadTests.Systems;

namespace Covenant.LoadTests.Runs;

/// <summary>A load by its profile on a system, and its proof.</summary>
public sealed class LoadRun(LoadRunSettings settings, IRunObserver observer)
{
    private static readonly TimeSpan BehindMax = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan StandstillMax = TimeSpan.FromMinutes(1);

    // The last fault is got over while there is still a load.
    private static readonly TimeSpan FaultFree = TimeSpan.FromSeconds(10);

    /// <param name="beforeProof">What happens when all is judged, before it is compared; null where nothing does.</param>
    public async Task<LoadOutcome> RunAsync(CancellationToken token, Func<LoadSystem, Task>? beforeProof = null)
    {
        var system = settings.System;
        observer.Phase(system.IsSelfContained ? "starting broker and storage" : $"making ready `{system.BootstrapServer}`");
        await using var running = await LoadSystem.StartAsync(system, settings.Workload, token);
        if (!settings.SilosWait && system.IsSelfContained)
        {
            observer.Phase($"starting {system.Silos} silo(s)");
            await running.StartSilosAsync(token);
        }

        await using var session = await LoadSession.BeginAsync(running, settings.Workload, settings.Histogram, observer);
        observer.Phase("load");
        var schedule = settings.Profile.ToSchedule(settings.SilosWait);
        var silos = settings.SilosWait ? StartLaterAsync(running, session, token) : Task.CompletedTask;
        var faults = settings.HasFaults ? DisturbAsync(running, session, token) : Task.CompletedTask;
        await session.LoadAsync(schedule, settings.WarmUp, token);
        var (judged, lag, seconds) = (session.Judged, session.Lag, session.Clock.Seconds);
        await Task.WhenAll(silos, faults);
        observer.Phase("waiting until the rest is judged");
        var isJudged = await session.CatchesUpAsync(StandstillMax, token);
        var latency = Latencies.Summarize(session.TakeLatencies());
        await (beforeProof?.Invoke(running) ?? Task.CompletedTask);
        observer.Phase("comparing what was told with the oracle");
        var proof = await session.FinishAsync(token);
        var load = new LoadSummary(
            session.Sent, session.Judged, session.Sent / seconds, judged / seconds, session.Errors, session.BehindMax.TotalSeconds, session.Samples.Select(sample => sample.Lag).DefaultIfEmpty().Max(), lag);
        return new(session.Clock.StartedAt, schedule.Seconds, load, latency, proof, session.Samples, session.Processes, session.Marks, [.. Remarks(session, latency, isJudged), .. running.Surprises]);
    }

    private static IEnumerable<string> Remarks(LoadSession session, LatencySummary? latency, bool isJudged)
    {
        if (!isJudged)
        {
            yield return $"{session.Lag} records were sent and not judged: their violations count as missing";
        }

        if (session.Judged > session.Sent)
        {
            yield return "others wrote events meanwhile: what was judged and the lag count theirs too, so that a violation that was told late can pass for missing";
        }

        if (session.BehindMax > BehindMax)
        {
            yield return FormattableString.Invariant($"the generator was up to {session.BehindMax.TotalMilliseconds:0} ms behind: part of the latency is its own, and the load was not quite what was asked for");
        }

        if (latency is null)
        {
            yield return "no violation of what was due after the warm-up was read: there is no latency";
        }
    }

    private async Task DisturbAsync(LoadSystem running, LoadSession session, CancellationToken token)
    {
        var target = running.FaultTarget!;
        var faults = new FaultsUnderLoad(target, FaultCatalogue.For(target, settings.Faults), settings.FaultEvery, settings.Workload.Seed, session);
        await faults.RunAsync(settings.WarmUp + settings.FaultEvery.GetValueOrDefault(), settings.Profile.Length - FaultFree, token);
    }

    private async Task StartLaterAsync(LoadSystem running, LoadSession session, CancellationToken token)
    {
        await Task.Delay(settings.Profile.Hold, token);
        session.Mark(new(session.Clock.Seconds, 0, $"starting {settings.System.Silos} silo(s)", false));
        await running.StartSilosAsync(token);
        session.Mark(new(session.Clock.Seconds, 0, "silos are ready", false));
    }
}
