namespace Covenant.Silo.Topics;

/// <summary>What the broker says of a topic that records are to be written to.</summary>
/// <param name="Refusal">Why none can be written, in words; null where nothing speaks against it.</param>
/// <param name="MessageBytesMax">Its `max.message.bytes`: of a batch of records, what frames it included.</param>
/// <param name="IsMissing">There is none.</param>
internal sealed record KnownTopic(string? Refusal, int MessageBytesMax, bool IsMissing = false)
{
    /// <summary>Kafka's own default, for where the broker does not say.</summary>
    public const int DefaultMessageBytesMax = 1_048_588;

    /// <summary>Nothing is known that speaks against writing.</summary>
    public static KnownTopic Unknown { get; } = new(null, DefaultMessageBytesMax);

    public bool MayBeWritten => Refusal is null;

    /// <param name="recordBytes">As <see cref="Kafka.RecordSize"/> counts.</param>
    /// <returns>Why such a record is too large on its own, in words; null where it is not.</returns>
    public string? TooLarge(int recordBytes) => recordBytes + Kafka.RecordSize.BatchBytes <= MessageBytesMax ? null
        : $"too large: {recordBytes + Kafka.RecordSize.BatchBytes} bytes, and the topic takes {MessageBytesMax}; raise `max.message.bytes` of the topic";
}
