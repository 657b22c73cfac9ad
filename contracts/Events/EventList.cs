using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Covenant.Contracts.Events;

/// <summary>Reads the lists of events. A list that was there before, byte for byte, is the same array again.</summary>
/// <param name="make">What an entry is made of its text.</param>
/// <param name="isNothing">Of an entry that cannot be there.</param>
internal sealed class EventList<T>(EventTexts texts, Func<ReadOnlySpan<byte>, T> make, Func<T, bool> isNothing)
{
    private readonly BytesPool<T[]> _known = new(1_024, bytesMax: 256);
    private readonly T[] _read = new T[EventLimits.ListMax];

    /// <summary>A list of strings; one may stand without its brackets.</summary>
    public EventDefect? Read(ref EventJson json, EventField field, out T[] list)
    {
        list = [];
        if (json.Reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.String))
        {
            return EventDefects.WrongType(json, field, "a list of strings");
        }

        var start = json.Reader.TokenStartIndex;
        var inList = json.Reader.TokenType == JsonTokenType.StartArray;
        var count = 0;
        for (var more = !inList || Next(ref json); more; more = inList && Next(ref json))
        {
            var text = texts.Read(ref json, field, out var defect);
            if (defect is not null)
            {
                return defect;
            }

            if (count == EventLimits.ListMax)
            {
                return EventDefects.TooMany(json.PlaceOf(field));
            }

            _read[count++] = make(text);
            if (isNothing(_read[count - 1]))
            {
                return EventDefects.Empty(json.PlaceOf(field));
            }
        }

        list = count == 0 ? [] : Shared(json.Since(start), count);
        return null;
    }

    /// <summary>A list in brackets that was read before.</summary>
    public bool TryFind(ReadOnlySpan<byte> written, [NotNullWhen(true)] out T[]? list)
    {
        list = [];
        return written.SequenceEqual("[]"u8) || (written[0] == '[' && _known.TryFind(written, out list));
    }

    private static bool Next(ref EventJson json) => json.Reader.Read() && json.Reader.TokenType != JsonTokenType.EndArray;

    private T[] Shared(ReadOnlySpan<byte> written, int count)
    {
        if (!_known.Takes(written))
        {
            return _read.AsSpan(0, count).ToArray();
        }

        ref var list = ref _known.Find(written, out var known);
        if (!known)
        {
            list = _read.AsSpan(0, count).ToArray();
        }

        return list;
    }
}
