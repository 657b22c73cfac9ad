using System.Globalization;

namespace Covenant.LoadTests.Runs;

/// <summary>A summary in a few plain lines.</summary>
public static class SummaryLines
{
    private const int DifferencesMax = 20;

    public static void Print(RunSummary summary, TextWriter output)
    {
        void Say(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        var load = summary.Load;
        Say($"{summary.Command} {summary.Profile}: seed {summary.Seed}, {summary.Seconds:0.0} s, {load.Sent} sent ({load.SentRate:0}/s), {load.Judged} judged ({load.JudgedRate:0}/s), behind at most {load.BehindMax * 1000:0} ms, lag at most {load.LagMax}, at the end {load.LagAtEnd}, errors {load.Errors}");
        if (summary.Latency is { } latency)
        {
            Say($"latency of {latency.Count} violations: p50 {latency.P50:0.0} ms, p90 {latency.P90:0.0} ms, p99 {latency.P99:0.0} ms, p99.9 {latency.P999:0.0} ms, max {latency.Max:0.0} ms");
        }

        if (summary.Drain is { } drain)
        {
            Say($"drained {drain.Events} events at {drain.Rate:0}/s; the bare consumer reads {drain.BareRate:0}/s: {drain.Ratio:P1}; {drain.ProcessorPerEvent:0.00} us of processor for each event");
        }

        foreach (var step in summary.Steps)
        {
            Say($"step {step.Rate:0}/s: p50 {step.P50:0.0} ms, p99 {step.P99:0.0} ms, lag grows {step.LagGrowth:0}/s: {(step.Holds ? "holds" : step.Why)}");
        }

        foreach (var process in summary.Processes.Where(process => process.Samples.Count > 0))
        {
            Say($"{process.Name}: {process.Samples.Average(sample => sample.Cores):0.00} cores, at most {process.Samples.Max(sample => sample.Bytes) / 1048576.0:0} MiB");
        }

        var proof = summary.Proof;
        Say($"proof of {proof.Events} events: {proof.Expected} to be told, {proof.Told} told, {proof.Missing} missing, {proof.Invented} invented, {proof.Doubled} doubled");
        foreach (var line in proof.Differences.Take(DifferencesMax).Concat(summary.Remarks.Select(remark => $"remark: {remark}")))
        {
            output.WriteLine(line);
        }

        foreach (var threshold in summary.Thresholds)
        {
            Say($"threshold {threshold.Name} {threshold.Bound}: {threshold.Measured}, {(threshold.Holds ? "holds" : "does not hold")}");
        }
    }
}
