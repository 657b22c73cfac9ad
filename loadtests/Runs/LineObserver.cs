using System.Diagnostics;
using System.Globalization;

namespace Covenant.LoadTests.Runs;

/// <summary>Tells of a run in plain lines, where there is no terminal to draw on.</summary>
public sealed class LineObserver(TextWriter output) : IRunObserver
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public void Sample(RunSample sample) => Say(string.Create(
        CultureInfo.InvariantCulture,
        $"{sample.At,6:0} s: due {sample.Due:0}/s, sent {sample.Sent:0}/s, judged {sample.Judged:0}/s, violations {sample.Violations:0}/s, p50 {Time(sample.P50)}, p99 {Time(sample.P99)}, lag {sample.Lag} ({sample.LagSeconds:0.0} s), errors {sample.Errors}"));

    public void Mark(RunMark mark) => Say(string.Create(CultureInfo.InvariantCulture, $"{mark.At,6:0} s: {(mark.IsFault ? "fault: " : "")}{mark.Name}"));

    public void Phase(string what) => Say(what);

    private static string Time(double? milliseconds) => milliseconds is { } some ? string.Create(CultureInfo.InvariantCulture, $"{some:0.0} ms") : "-";

    private void Say(string line) => output.WriteLine($"{_elapsed.Elapsed:mm\\:ss} {line}");
}
