using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;

namespace Covenant.Silo.Held;

/// <summary>A record of the events' topic that is held, as it came, or what limits over all customers are to count of it.</summary>
/// <param name="Offset">Where it stands in its partition.</param>
/// <param name="Number">Of the records that one unit of one partition has held, from 1, without a gap.</param>
/// <param name="Timestamp">That it has in the log.</param>
/// <param name="Admitted">The time by which it moves its customer's clock.</param>
/// <param name="Clock">The partition's after it.</param>
/// <param name="Published">What had been told when the tenure that held it began: so much of its unit was told, and no more.</param>
/// <param name="Institutions">The same of what limits over all customers decide; null where they never had something to count.</param>
/// <param name="Customer">As <c>institution/customer</c>.</param>
/// <param name="Reason">Why its unit is held, in a line.</param>
internal sealed record HeldRecord(
    HeldUnit Unit, int Partition, long Offset, long Number, byte[]? Value, Headers? Headers, EventTime? Timestamp, EventTime Admitted, EventTime Clock,
    Progress Published, Progress? Institutions, string Customer, string Reason)
{
    /// <summary>Of its value alone.</summary>
    public int Bytes => Value?.Length ?? 0;

    /// <summary>Before it is written: it has no number yet.</summary>
    public static HeldRecord Of(HeldUnit unit, int partition, long offset, byte[] value, Headers? headers, EventTime? timestamp, EventTime admitted, EventTime clock, DataUseEvent e) =>
        new(unit, partition, offset, 0, value, headers, timestamp, admitted, clock, default, null, $"{e.Institution}/{e.Customer}", "");

    /// <summary>Up to where its unit is told once everything before it is.</summary>
    /// <param name="found">What was told when it was held.</param>
    public Progress ToldBefore(Progress? found) => Progress.Max(found ?? default, new Progress(Offset, 0));
}

/// <summary>What one record of <c>datause.held.v1</c> says.</summary>
/// <param name="At">Where it stands there.</param>
/// <param name="Since">When it was put there.</param>
/// <param name="Record">That is held; null where it says something else.</param>
/// <param name="Released">Which one is held no more; null where none is.</param>
/// <param name="LetGo">Of which unit an operator has given up what cannot be read; null where of none.</param>
internal sealed record HeldEntry(long At, DateTimeOffset Since, HeldRecord? Record, ReleasedRecord? Released = null, HeldUnit? LetGo = null);

/// <summary>A record that is held no more.</summary>
/// <param name="At">Where it stood in <c>datause.held.v1</c>.</param>
internal sealed record ReleasedRecord(HeldUnit Unit, int Partition, long Number, long At);
