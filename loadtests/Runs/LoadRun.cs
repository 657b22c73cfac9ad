using Covenant.LoadTests.Measuring;
using Covenant.LoadTests.Schedules;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Runs;

/// <summary>A load by its profile on a system, and its proof.</summary>
internal sealed class LoadRun(SystemSettings system, WorkloadSettings workload, Profile profile, TimeSpan warmUp, string? histogram, IRunObserver observer)
{
    private static readonly TimeSpan StandstillMax = TimeSpan.FromMinutes(1);

    private bool SilosWait => profile.Kind == ProfileKind.Backlog && system.IsSelfContained;

    public async Task<LoadOutcome> RunAsync(CancellationToken token)
    {
        observer.Phase(system.IsSelfContained ? "starting broker and storage" : $"making ready `{system.BootstrapServer}`");
        await using var running = await LoadSystem.StartAsync(system, workload, token);
        if (!SilosWait && system.IsSelfContained)
        {
            observer.Phase($"starting {system.Silos} silo(s)");
            await running.StartSilosAsync(token);
        }

        await using var session = await LoadSession.BeginAsync(running, workload, histogram, observer);
        observer.Phase("load");
        var schedule = profile.ToSchedule(SilosWait);
        var silos = SilosWait ? StartLaterAsync(running, session, token) : Task.CompletedTask;
        await session.LoadAsync(schedule, warmUp, token);
        await silos;
        return await FinishAsync(session, schedule, token);
    }

    private static async Task<LoadOutcome> FinishAsync(LoadSession session, Schedule schedule, IRunObserver observer, CancellationToken token)
    {
        var (judged, lag, seconds) = (session.Judged, session.Lag, session.Clock.Seconds);
        observer.Phase("waiting until the rest is judged");
        List<string> remarks = [];
        if (!await session.CatchesUpAsync(StandstillMax, token))
        {
            remarks.Add($"{session.Lag} records were sent and not judged: their violations count as missing");
        }

        var latency = Latencies.Summarize(session.TakeLatencies());
        observer.Phase("comparing what was told with the oracle");
        var proof = await session.FinishAsync(token);
        if (session.BehindMax > TimeSpan.FromMilliseconds(100))
        {
            remarks.Add(FormattableString.Invariant($"the generator was up to {session.BehindMax.TotalMilliseconds:0} ms behind: latencies are its own in part, and the load was not quite what was asked for"));
        }

        if (latency is null)
        {
            remarks.Add("no violation was read after the warm-up: there is no latency");
        }

        var load = new LoadSummary(
            session.Sent, session.Judged, session.Sent / schedule.Seconds, judged / seconds, session.Errors, session.BehindMax.TotalSeconds, session.Samples.Select(sample => sample.Lag).DefaultIfEmpty().Max(), lag);
        return new(session.Clock.StartedAt, schedule.Seconds, load, latency, proof, session.Samples, session.Processes, session.Marks, remarks);
    }

    private Task<LoadOutcome> FinishAsync(LoadSession session, Schedule schedule, CancellationToken token) => FinishAsync(session, schedule, observer, token);

    private async Task StartLaterAsync(LoadSystem running, LoadSession session, CancellationToken token)
    {
        await Task.Delay(profile.Hold, token);
        session.Mark(new(session.Clock.Seconds, 0, $"starting {system.Silos} silo(s)", false));
        await running.StartSilosAsync(token);
        session.Mark(new(session.Clock.Seconds, 0, "silos are ready", false));
    }
}
