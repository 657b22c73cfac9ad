using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Orleans.Serialization;

namespace Covenant.Silo.Held;

/// <summary>What one event adds to an institution's limits, as it is held: in Orleans' binary form, which later versions read.</summary>
internal sealed class HeldContributions(Serializer serializer)
{
    /// <param name="contributions">Of one event and one institution.</param>
    public HeldRecord Of(HeldUnit unit, int partition, Contribution[] contributions)
    {
        var (first, e) = (contributions[0], contributions[0].Event);
        var admitted = first.Admitted ?? e.Time;
        return HeldRecord.Of(unit, partition, first.Position.Offset, serializer.SerializeToArray(contributions), null, null, admitted, admitted, e);
    }

    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public Contribution[] Read(HeldRecord record)
    {
        try
        {
            return serializer.Deserialize<Contribution[]>(record.Value ?? []) ?? throw new InvalidDataException("it is empty");
        }
        catch (Exception unreadable)
        {
            throw new InvalidDataException($"what was held at offset {record.Offset} cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}", unreadable);
        }
    }
}
