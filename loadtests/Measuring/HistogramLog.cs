using System.Text;
using Covenant.LoadTests.Workload;
using HdrHistogram;

namespace Covenant.LoadTests.Measuring;

/// <summary>The latencies of each second as an HdrHistogram log, which other programs plot: in microseconds.</summary>
internal sealed class HistogramLog : IDisposable
{
    private readonly Stream? _file;
    private readonly HistogramLogWriter? _writer;
    private readonly LoadClock _clock;

    /// <param name="path">Null where none was asked for.</param>
    public HistogramLog(string? path, LoadClock clock)
    {
        _clock = clock;
        if (path is not null)
        {
            // The writer's own encoding is UTF-16, which no other program reads; its byte order mark falls away.
            var ascii = Encoding.GetEncoding("us-ascii", new EncoderReplacementFallback(""), DecoderFallback.ReplacementFallback);
            _file = Encoding.CreateTranscodingStream(File.Create(path), ascii, Encoding.Unicode);
            _writer = new HistogramLogWriter(_file);
            _writer.Write(clock.StartedAt.UtcDateTime);
        }
    }

    public void Add(LongHistogram second, double from, double to)
    {
        if (_writer is not null)
        {
            second.StartTimeStamp = Milliseconds(from);
            second.EndTimeStamp = Milliseconds(to);
            _writer.Append(second);
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _file?.Dispose();
    }

    private long Milliseconds(double at) => _clock.StartedAt.ToUnixTimeMilliseconds() + (long)(at * 1_000);
}
