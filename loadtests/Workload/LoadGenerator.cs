using System.Diagnostics;
using Covenant.LoadTests.Schedules;

namespace Covenant.LoadTests.Workload;

/// <summary>An open load: every record is sent when it is due, whatever has become of those before; where that does not work out, it says by how much it is behind.</summary>
internal sealed class LoadGenerator(EventSequence stream, EventProducer producer, LoadClock clock)
{
    private const int RecordsPerLook = 64;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly List<Run> _runs = [];
    private long _sent;
    private long _behindMaxTicks;

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The latest that a record was sent after it was due.</summary>
    public TimeSpan BehindMax => TimeSpan.FromTicks(Interlocked.Read(ref _behindMaxTicks));

    /// <summary>How many records were due by then, in seconds of the clock.</summary>
    public long DueBy(double second)
    {
        lock (_runs)
        {
            return _runs.Count == 0 ? 0 : Math.Max(_runs[^1].First, _runs[^1].First + _runs[^1].Schedule.CountAt(second - _runs[^1].Start));
        }
    }

    /// <summary>When the record of this number was due, in seconds of the clock.</summary>
    public double DueAt(long number)
    {
        lock (_runs)
        {
            var run = _runs.FindLast(one => one.First <= number) ?? _runs[0];
            return run.Start + run.Schedule.DueAt(Math.Max(0, number - run.First));
        }
    }

    /// <summary>Sends a whole schedule, which begins now, on a thread of its own; may be called again once it has ended.</summary>
    public Task RunAsync(Schedule schedule, CancellationToken token) =>
        Task.Factory.StartNew(() => Send(schedule, token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Send(Schedule schedule, CancellationToken token)
    {
        var run = new Run(clock.Seconds, _sent, schedule);
        lock (_runs)
        {
            _runs.Add(run);
        }

        for (var number = 0L; number < schedule.Count && !token.IsCancellationRequested;)
        {
            var now = clock.SecondsAt(Stopwatch.GetTimestamp()) - run.Start;
            var due = Math.Min(schedule.CountAt(now), number + RecordsPerLook);
            if (due == number)
            {
                producer.Check();
                token.WaitHandle.WaitOne(Tick);
                continue;
            }

            NoteBehind(now - schedule.DueAt(number));
            for (; number < due; number++)
            {
                stream.Next(clock.EventTimeAt(run.Start + schedule.DueAt(number)));
                producer.Send(stream.Key, stream.Value);
            }

            Interlocked.Exchange(ref _sent, run.First + number);
        }

        producer.Flush();
    }

    private void NoteBehind(double seconds)
    {
        var ticks = (long)(seconds * TimeSpan.TicksPerSecond);
        if (ticks > _behindMaxTicks)
        {
            Interlocked.Exchange(ref _behindMaxTicks, ticks);
        }
    }

    private sealed record Run(double Start, long First, Schedule Schedule);
}
