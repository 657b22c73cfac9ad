namespace Covenant.Contracts.Events;

/// <summary>Where an event stands in the log.</summary>
/// <param name="Offset">Its number: the offset, and the life of the log (<see cref="LogNumber"/>).</param>
[GenerateSerializer, Immutable, Alias("covenant.StreamPosition")]
public readonly record struct StreamPosition([property: Id(0)] string Topic, [property: Id(1)] int Partition, [property: Id(2)] long Offset)
{
    /// <summary>As the log has it.</summary>
    public long LogOffset => LogNumber.OffsetOf(Offset);
}
