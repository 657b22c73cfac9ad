using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Covenant.LoadTests.Chaos.Reading;
using Covenant.LoadTests.Proving;
using Covenant.LoadTests.Workload;
using HdrHistogram;

namespace Covenant.LoadTests.Measuring;

/// <summary>A bank's reader, of committed records alone: how long after its event was due each violation was read. It looks for the event's number and at nothing else, so that it costs little.</summary>
internal sealed class LatencyReader : IAsyncDisposable
{
    private const int SignificantDigits = 3;

    private const int NumberDigits = EventTemplate.SequenceDigits;

    private static readonly long MicrosecondsMax = (long)TimeSpan.FromHours(1).TotalMicroseconds;

    private readonly Lock _lock = new();
    private readonly byte[] _before;
    private readonly LoadGenerator _generator;
    private readonly LoadClock _clock;
    private readonly TopicTail _tail;
    private LongHistogram _second = New();
    private LongHistogram _phase = New();
    private double _countsFrom;
    private long _read;

    /// <param name="run">Of the workload, in its events' ids.</param>
    public LatencyReader(string address, IReadOnlyCollection<TopicPartitionOffset> told, string run, LoadGenerator generator, LoadClock clock)
    {
        (_generator, _clock) = (generator, clock);
        _before = Encoding.UTF8.GetBytes($"\"event\":{{\"id\":\"{run}-");
        _tail = new TopicTail(address, told, IsolationLevel.ReadCommitted, Take);
    }

    /// <summary>Faulted where what was read could not be taken.</summary>
    public Task Loop => _tail.Loop;

    /// <summary>Violations read so far.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>From here on, what was due at or after this second of the clock counts; returns all that counted before.</summary>
    public LongHistogram Begin(double second)
    {
        lock (_lock)
        {
            _countsFrom = second;
            return Interlocked.Exchange(ref _phase, New());
        }
    }

    /// <summary>All that was read since the last call, warm-up too, in microseconds.</summary>
    public LongHistogram TakeSecond()
    {
        lock (_lock)
        {
            return Interlocked.Exchange(ref _second, New());
        }
    }

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    private static LongHistogram New() => new(MicrosecondsMax, SignificantDigits);

    private void Take(ConsumeResult<byte[]?, byte[]?>? record)
    {
        if (record?.Message.Value is not { } value)
        {
            return;
        }

        var now = _clock.SecondsAt(Stopwatch.GetTimestamp());
        var at = value.AsSpan().IndexOf(_before);
        if (at < 0 || !Utf8Parser.TryParse(value.AsSpan(at + _before.Length, NumberDigits), out long number, out _))
        {
            // A dead letter, or another run's.
            return;
        }

        Interlocked.Increment(ref _read);
        var due = _generator.DueAt(number);
        var microseconds = Math.Clamp((long)((now - due) * 1e6), 1, MicrosecondsMax);
        lock (_lock)
        {
            _second.RecordValue(microseconds);
            if (due >= _countsFrom)
            {
                _phase.RecordValue(microseconds);
            }
        }
    }
}
