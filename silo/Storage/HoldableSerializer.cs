using Orleans.Serialization;
using Orleans.Storage;

namespace Covenant.Silo.Storage;

/// <summary>
/// Orleans' binary form of grain state. A row that cannot be read comes as a state that says so, where its grain can hold what it is of;
/// everything else of the row, its ETag too, is as usual.
/// </summary>
internal sealed class HoldableSerializer(Serializer serializer) : IGrainStorageSerializer
{
    private readonly OrleansGrainStorageSerializer _inner = new(serializer);

    public BinaryData Serialize<T>(T? input) => _inner.Serialize(input);

    public T Deserialize<T>(BinaryData input)
    {
        try
        {
            return _inner.Deserialize<T>(input) ?? throw new InvalidDataException("the row has no state");
        }
        catch (Exception unreadable)
        {
            // Damaged bytes may lead anywhere.
            return UnreadableRow.Of<T>(unreadable.Message.ReplaceLineEndings(" "), unreadable);
        }
    }
}
