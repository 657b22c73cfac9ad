namespace Covenant.LoadTests.Runs;

/// <summary>All that is kept of a run: what it was, what was measured, and whether that is good enough. Written as JSON by <c>--output</c>; reports and comparisons are made of it alone.</summary>
/// <param name="Command"><c>run</c>, <c>drain</c> or <c>search</c>.</param>
/// <param name="Profile">Of the load, such as <c>steady</c>; null for a drain.</param>
/// <param name="StartedAt">Of the first event; times below count from there.</param>
/// <param name="Seconds">How long events were due.</param>
/// <param name="Settings">Every option as it was in force, by its name on the command line without the dashes.</param>
/// <param name="Load">What was sent.</param>
/// <param name="Latency">Null where nothing was read, or it says nothing (a drain).</param>
/// <param name="Drain">Null but for a drain.</param>
/// <param name="Steps">Of a search, in the order in which they were tried; else empty.</param>
/// <param name="Proof">What was told, against the oracle.</param>
/// <param name="Thresholds">Those that were asked for.</param>
/// <param name="Samples">One for each second.</param>
/// <param name="Processes">Those of this machine that could be watched.</param>
/// <param name="Marks">What happened meanwhile: faults, phases of the load.</param>
/// <param name="Remarks">What a reader must know before believing a number, such as a generator that fell behind.</param>
public sealed record RunSummary(
    string Command, string? Profile, int Seed, DateTimeOffset StartedAt, double Seconds, IReadOnlyDictionary<string, string> Settings, LoadSummary Load, LatencySummary? Latency, DrainSummary? Drain,
    IReadOnlyList<SearchStep> Steps, ProofSummary Proof, IReadOnlyList<Threshold> Thresholds, IReadOnlyList<RunSample> Samples, IReadOnlyList<ProcessSeries> Processes, IReadOnlyList<RunMark> Marks,
    IReadOnlyList<string> Remarks);

/// <summary>What was sent. Rates in events per second.</summary>
/// <param name="Judged">Events whose partition's position was committed.</param>
/// <param name="BehindMax">The latest that an event was sent after it was due, in seconds: above a tenth of a second the generator is behind, and not the system.</param>
public sealed record LoadSummary(long Sent, long Judged, double SentRate, double JudgedRate, long Errors, double BehindMax, long LagMax, long LagAtEnd);

/// <summary>From when an event was due until its violation was read by a committed reader, warm-up aside. In milliseconds.</summary>
/// <param name="Distribution">For plots: ascending percentiles (0 to 100) and their values.</param>
public sealed record LatencySummary(long Count, double Mean, double P50, double P90, double P99, double P999, double Max, IReadOnlyList<PercentilePoint> Distribution);

/// <param name="Percentile">0 to 100.</param>
public sealed record PercentilePoint(double Percentile, double Milliseconds);

/// <summary>A catch-up, between 10 % and 90 % of the committed offsets. Rates in events per second.</summary>
/// <param name="BareRate">The same topic read by the bare Confluent.Kafka consumer, in the same run.</param>
/// <param name="Ratio">Of <paramref name="Rate"/> to <paramref name="BareRate"/>.</param>
/// <param name="ProcessorPerEvent">Microseconds of processor by silos, broker and storage for each event in that time.</param>
public sealed record DrainSummary(long Events, double Rate, double BareRate, double Ratio, double ProcessorPerEvent);

/// <summary>One rate that a search tried.</summary>
/// <param name="Why">Why it does not hold; null where it does.</param>
public sealed record SearchStep(double Rate, double P50, double P99, double LagGrowth, bool Holds, string? Why);

/// <summary>What committed readers read, against what the oracle makes of the log.</summary>
/// <param name="Differences">The first of them, each as one line.</param>
public sealed record ProofSummary(long Events, long Expected, long Told, long Missing, long Invented, long Doubled, IReadOnlyList<string> Differences);

/// <param name="Name">As on the command line, such as <c>p99</c>.</param>
/// <param name="Bound">As it was asked for, such as <c>50ms</c>.</param>
public sealed record Threshold(string Name, string Bound, string Measured, bool Holds);

/// <summary>One second of a run. Latencies in milliseconds, of the violations read in that second; null where there were none.</summary>
/// <param name="At">Seconds since the start, at its end.</param>
/// <param name="Due">Events that were due in it.</param>
/// <param name="Judged">Events whose position was committed in it.</param>
/// <param name="Lag">Records that were sent and not committed, at its end.</param>
/// <param name="LagSeconds">How long the oldest of them had been due.</param>
public sealed record RunSample(double At, double Due, double Sent, double Judged, double Violations, double? P50, double? P90, double? P99, double? Max, long Lag, double LagSeconds, long Errors);

/// <param name="Name">Such as <c>silo 1</c>, <c>broker</c>, <c>storage</c>, <c>generator</c>.</param>
public sealed record ProcessSeries(string Name, IReadOnlyList<ProcessSample> Samples);

/// <param name="At">Seconds since the start.</param>
/// <param name="Cores">Of processor in use since the sample before: 1 is one core, wholly.</param>
/// <param name="Bytes">Resident.</param>
public sealed record ProcessSample(double At, double Cores, long Bytes);

/// <param name="At">Seconds since the start.</param>
/// <param name="Length">In seconds; 0 for a moment.</param>
/// <param name="IsFault">Otherwise it is a phase of the load or of the run.</param>
public sealed record RunMark(double At, double Length, string Name, bool IsFault);
