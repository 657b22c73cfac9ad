using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// The records that one tenure has still to judge, as bytes, bounded. The consumer's thread adds; the tenure's loop alone looks and takes, or what it has looked at would be gone when it
/// takes it.
/// </summary>
internal sealed class WaitingRecords(IngestionOptions options, Func<long> bytesMax, RecordBlocks blocks)
{
    private static readonly TimeSpan OthersWaitMax = TimeSpan.FromMilliseconds(20);

    private readonly Channel<IncomingRecord> _records = Channel.CreateUnbounded<IncomingRecord>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private byte[] _filling = [];
    private int _filled;
    private byte[] _emptying = [];
    private long _added;
    private long _taken;
    private long _bytesAdded;
    private long _bytesTaken;
    private volatile bool _isEnded;

    /// <summary>Half of what may wait is done.</summary>
    public bool HasRoom => Count <= options.WaitingRecordsMax / 2 && Bytes <= bytesMax() / 2;

    /// <summary>Nothing more is taken: what waits is the next tenure's.</summary>
    public bool IsEnded => _isEnded;

    public int Count => (int)(Volatile.Read(ref _added) - Volatile.Read(ref _taken));

    public bool IsEmpty => Count == 0;

    private long Bytes => Volatile.Read(ref _bytesAdded) - Volatile.Read(ref _bytesTaken);

    private bool IsFull => Count >= options.WaitingRecordsMax || Bytes >= bytesMax();

    /// <summary>Takes a copy of the record; then waits for room as long as <see cref="IngestionOptions.PauseAfter"/> allows: the caller's thread is its own.</summary>
    /// <param name="isAnotherIdle">Whether another partition has nothing to judge, and may have records that wait to be read: it is not
    /// kept waiting.</param>
    /// <returns>False where there is none: pause the partition until it <see cref="HasRoom"/>.</returns>
    public bool Add(in IncomingRecord record, Func<bool> isAnotherIdle)
    {
        // What comes after the end is the next tenure's, which reads it again.
        if (_isEnded)
        {
            return true;
        }

        Volatile.Write(ref _added, _added + 1);
        Volatile.Write(ref _bytesAdded, _bytesAdded + record.Bytes.Length);
        _records.Writer.TryWrite(record with { Bytes = Copy(record.Bytes) });
        return !IsFull || WaitForRoom(isAnotherIdle);
    }

    private bool WaitForRoom(Func<bool> isAnotherIdle)
    {
        var begun = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => HasRoom || _isEnded || (Stopwatch.GetElapsedTime(begun) >= OthersWaitMax && isAnotherIdle()), options.PauseAfter);
        return HasRoom || _isEnded;
    }

    public void End()
    {
        _isEnded = true;
        _records.Writer.TryComplete();
    }

    public bool TryPeek([MaybeNullWhen(false)] out IncomingRecord record)
    {
        record = default;
        return !_isEnded && _records.Reader.TryPeek(out record);
    }

    /// <summary>Takes what <see cref="TryPeek"/> has shown; its bytes are good until the next is taken.</summary>
    public IncomingRecord Take()
    {
        if (!_records.Reader.TryRead(out var record))
        {
            throw new InvalidOperationException("a record was taken by another than the tenure's loop");
        }

        // INVARIANT (blocks): records are taken in the order in which they were added, so behind the last record of a block nobody looks into it.
        if (record.Bytes.Buffer != _emptying)
        {
            blocks.GiveBack(_emptying);
            _emptying = record.Bytes.Buffer;
        }

        Volatile.Write(ref _taken, _taken + 1);
        Volatile.Write(ref _bytesTaken, _bytesTaken + record.Bytes.Length);
        return record;
    }

    /// <summary>Completes when there is one; false once none will come any more.</summary>
    public Task<bool> MoreAsync(CancellationToken token) => _records.Reader.WaitToReadAsync(token).AsTask();

    private RecordBytes Copy(in RecordBytes bytes)
    {
        if (_filling.Length - _filled < bytes.Length)
        {
            (_filling, _filled) = (blocks.Take(bytes.Length), 0);
        }

        var copy = bytes.CopyTo(_filling, _filled);
        _filled += bytes.Length;
        return copy;
    }
}
