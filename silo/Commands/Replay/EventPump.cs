using System.Collections.Concurrent;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Commands.Replay;

/// <summary>Reads and decodes on a thread of its own, so that the judge need not wait for either.</summary>
/// <remarks>
/// What is read goes over in batches, in order. Few are on their way at once, so a stream that is faster than the judge waits for it. Before each
/// read of the stream, which may wait for long, what is there is handed over: no event waits for the next one to come.
/// </remarks>
/// <param name="topic">What positions call the stream.</param>
/// <param name="keepUnreadable">Whether the bytes of unreadable lines are wanted.</param>
internal sealed class EventPump(Stream stream, string topic, EventAdmission admission, bool keepUnreadable) : IDisposable
{
    // Some kilobytes of memory each, the event's and its customer's, which the processor's second cache holds.
    private const int BatchLinesMax = 128;

    private const int BatchesMax = 8;

    private static readonly EventDefect TooLong = new(EventDefectReason.TooLarge, $"the line is longer than {EventLimits.BytesMax} bytes; its beginning is kept");

    private readonly BlockingCollection<ReadBatch> _full = new(BatchesMax);
    private readonly ConcurrentBag<ReadBatch> _empty = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly EventDecoder _decoder = new() { ReadsRecordedTime = true };
    private readonly RecordClock _clock = new(RecordClock.DefaultClockSkewMax);
    private LineReader? _lines;
    private ReadBatch _batch = new(BatchLinesMax);

    /// <summary>Of the stream, so far.</summary>
    public long BytesRead => _lines?.BytesRead ?? 0;

    /// <summary>All lines, to the end of the stream. To be gone through once; a batch is void, events and all, once the next is asked for.</summary>
    public IEnumerable<ReadBatch> Batches()
    {
        var failure = (Exception?)null;
        var thread = new Thread(() => failure = Pump()) { IsBackground = true, Name = "reading events" };
        thread.Start();
        foreach (var batch in _full.GetConsumingEnumerable())
        {
            yield return batch;
            batch.Clear();
            _empty.Add(batch);
        }

        thread.Join();
        if (failure is not null)
        {
            throw CommandException.Failed($"reading stopped: {failure.Message}");
        }
    }

    /// <summary>Reads no more. The thread may still wait for the stream, so nothing that it uses is taken away under it.</summary>
    public void Dispose() => _stopped.Cancel();

    private IOException? Pump()
    {
        try
        {
            _lines = new LineReader(stream, EventLimits.BytesMax, HandOver);
            while (_lines.Read())
            {
                Take(_lines);
                if (_batch.Lines == BatchLinesMax)
                {
                    HandOver();
                }
            }

            HandOver();
            return null;
        }
        catch (IOException broken)
        {
            return broken;
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _full.CompleteAdding();
        }
    }

    private void Take(LineReader lines)
    {
        DataUseEvent? found = null;
        var defect = TooLong;
        _decoder.Room = _batch.Room;
        if (!lines.IsCut)
        {
            _decoder.TryDecode(lines.Line, out found, out defect);
            _clock.See(found is null ? RecordedTimeReader.Of(lines.Line) : found.RecordedTime);
        }

        if (found is not null && (defect = admission.Check(found, _clock.TimeOf(found.Time))) is null)
        {
            _batch.Events.Add((found, _clock.Admit(found.Time), new StreamPosition(topic, 0, lines.Number)));
        }
        else
        {
            _batch.Unreadable.Add(new UnreadableLine(lines.Number, defect!, keepUnreadable ? lines.Line.ToArray() : null));
        }
    }

    private void HandOver()
    {
        if (_batch.Lines > 0)
        {
            _full.Add(_batch, _stopped.Token);
            _batch = _empty.TryTake(out var used) ? used : new ReadBatch(BatchLinesMax);
        }
    }
}
