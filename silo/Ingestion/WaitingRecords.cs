using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Covenant.Silo.Ingestion;

/// <summary>The records that one tenure has still to judge, bounded. The consumer's thread offers; the tenure's loop alone looks and takes, or what it has looked at would be gone when it takes it.</summary>
internal sealed class WaitingRecords(IngestionOptions options)
{
    private readonly Channel<IncomingRecord> _records = Channel.CreateBounded<IncomingRecord>(new BoundedChannelOptions(options.WaitingRecordsMax) { SingleReader = true, SingleWriter = true });
    private volatile bool _isEnded;

    public bool HasRoom => _records.Reader.Count <= options.WaitingRecordsMax / 2;

    /// <summary>Nothing more is taken: what waits is the next tenure's.</summary>
    public bool IsEnded => _isEnded;

    public int Count => _records.Reader.Count;

    public bool IsEmpty => _records.Reader.Count == 0;

    /// <summary>Takes the record, or waits for room as long as <see cref="IngestionOptions.PauseAfter"/> allows: the caller's thread is its own.</summary>
    /// <returns>False where there is none: pause the partition and offer it again later.</returns>
    public bool Offer(in IncomingRecord record) =>
        _records.Writer.TryWrite(record)
        || (options.PauseAfter > TimeSpan.Zero && !_isEnded
            && _records.Writer.WaitToWriteAsync().AsTask().Wait(options.PauseAfter) && _records.Writer.TryWrite(record));

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

    /// <summary>Takes what <see cref="TryPeek"/> has shown.</summary>
    public IncomingRecord Take() => _records.Reader.TryRead(out var record) ? record : throw new InvalidOperationException("a record was taken by another than the tenure's loop");

    /// <summary>Completes when there is one; false once none will come any more.</summary>
    public Task<bool> MoreAsync(CancellationToken token) => _records.Reader.WaitToReadAsync(token).AsTask();
}
