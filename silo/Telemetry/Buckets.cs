using System.Diagnostics.Metrics;

namespace Covenant.Silo.Telemetry;

/// <summary>The bounds of our histograms.</summary>
internal static class Buckets
{
    /// <summary>Of what takes milliseconds, in seconds.</summary>
    public static InstrumentAdvice<double> Short { get; } = Of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    /// <summary>Of what takes seconds to minutes, in seconds.</summary>
    public static InstrumentAdvice<double> Long { get; } = Of(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 120, 300);

    public static InstrumentAdvice<long> Sizes { get; } = new() { HistogramBucketBoundaries = [0, 1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144] };

    private static InstrumentAdvice<double> Of(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
