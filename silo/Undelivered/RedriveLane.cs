using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// What one topic has waiting, and how far one round has come with it: first one record, which shows whether the topic takes any; then as
/// many as a transaction may hold.
/// </summary>
/// <param name="isOneByOne">What the topic takes is not known, and several together were too large.</param>
internal sealed class RedriveLane(UndeliveredTopic waiting, UndeliveredRecords records, UndeliveredBook book, KnownTopic known, bool isOneByOne)
{
    private const int RecordsMax = 500;

    private const int BytesMax = 4 * 1024 * 1024;

    private readonly Queue<long> _aside = Fitting(book, waiting.Topic, known, isOneByOne);
    private long _next = waiting.From;
    private int _recordsMax = 1;

    public string Topic => waiting.Topic;

    public KnownTopic Known { get; } = known;

    /// <summary>How many records the last <see cref="Next"/> delivers.</summary>
    public int Delivers { get; private set; }

    /// <returns>What the next transaction writes; null where nothing is left.</returns>
    public List<OutgoingRecord>? Next()
    {
        var inTurn = _next <= waiting.Last ? records.InTurn(Topic, _next, waiting.Last, _recordsMax, BytesMax) : [];
        _next = inTurn.Count > 0 ? inTurn[^1].Offset + 1 : waiting.Last + 1;
        while (inTurn.Count == 0 && _aside.TryDequeue(out var offset))
        {
            inTurn = records.At(Topic, offset) is { Bytes: not null } aside ? [aside] : [];
        }

        (Delivers, _recordsMax) = (0, isOneByOne ? 1 : RecordsMax);
        return inTurn.Count == 0 ? null : [.. inTurn.SelectMany(Written)];
    }

    /// <summary>The offsets of those that were too large on their own, and would fit now.</summary>
    /// <inheritdoc cref="TopicAccount.AsideUpTo"/>
    public static Queue<long> Fitting(UndeliveredBook book, string topic, KnownTopic known, bool isSmallestFirst) =>
        new(book.AsideUpTo(topic, (long)known.MessageBytesMax - RecordSize.BatchBytes, isSmallestFirst));

    private IEnumerable<OutgoingRecord> Written(UndeliveredRecord record)
    {
        var redriven = UndeliveredForm.Redrive(record);
        if (Known.TooLarge(redriven.Bytes) is { } tooLarge)
        {
            // It stays, and others pass it; one that waits apart already stays where it is.
            var reason = isOneByOne ? KnownTopic.MaybeTooLarge(redriven.Bytes) : tooLarge;
            return record.Bytes is null ? [UndeliveredForm.PutAside(record, reason, redriven.Bytes, book.LastTombstone(Topic))] : [];
        }

        Delivers++;
        return [redriven, UndeliveredForm.Tombstone(record)];
    }
}
