using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Covenant.Contracts.Events;

/// <summary>Reads the open part of an event: names with a scalar or a list of scalars each.</summary>
internal sealed class EventAttributes(EventTexts texts)
{
    private readonly BytesPool<AttributeValues[]> _known = new(1_024, bytesMax: 256);
    private readonly (string Name, int ValuesEnd, bool IsOpaque)[] _names = new (string, int, bool)[EventLimits.ListMax];
    private readonly List<string> _values = [];
    private int _count;
    private int _opaque;

    public EventDefect? Read(ref EventJson json, out AttributeValues[] attributes)
    {
        attributes = [];
        if (json.Reader.TokenType != JsonTokenType.StartObject)
        {
            return EventDefects.WrongType(json, EventField.Attributes, "an object");
        }

        var start = json.Reader.TokenStartIndex;
        _values.Clear();
        _count = 0;
        while (json.Reader.Read() && json.Reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadName(ref json) is { } badName)
            {
                return badName;
            }

            json.Reader.Read();
            if (ReadValues(ref json) is { } badValue)
            {
                return badValue;
            }

            (_names[_count - 1].ValuesEnd, _names[_count - 1].IsOpaque) = (_values.Count, _opaque > 0);
        }

        attributes = Shared(json.Since(start));
        return null;
    }

    /// <summary>Attributes that were read before.</summary>
    public bool TryFind(ReadOnlySpan<byte> written, [NotNullWhen(true)] out AttributeValues[]? attributes)
    {
        attributes = [];
        return written.SequenceEqual("{}"u8) || _known.TryFind(written, out attributes);
    }

    private AttributeValues[] Shared(ReadOnlySpan<byte> written)
    {
        if (!_known.Takes(written))
        {
            return [.. Present()];
        }

        ref var attributes = ref _known.Find(written, out var known);
        if (!known)
        {
            attributes = [.. Present()];
        }

        return attributes;
    }

    private EventDefect? ReadName(ref EventJson json)
    {
        var text = texts.ReadName(ref json, EventField.Attributes, out var defect);
        if (defect is not null)
        {
            return defect;
        }

        var name = texts.Normal(text);
        foreach (var (other, _, _) in _names.AsSpan(0, _count))
        {
            if (other == name)
            {
                return EventDefects.Repeated("data.attributes." + name, json.PlaceOf(EventField.Attributes).At);
            }
        }

        if (_count == EventLimits.ListMax)
        {
            return EventDefects.TooMany(json.PlaceOf(EventField.Attributes));
        }

        _names[_count++] = (name, 0, false);
        return null;
    }

    private EventDefect? ReadValues(ref EventJson json)
    {
        _opaque = 0;
        if (json.Reader.TokenType != JsonTokenType.StartArray)
        {
            return ReadScalar(ref json);
        }

        var first = _values.Count;
        while (json.Reader.Read() && json.Reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadScalar(ref json) is { } defect)
            {
                return defect;
            }

            if (_values.Count - first + _opaque > EventLimits.ListMax)
            {
                return EventDefects.TooMany(json.PlaceOf(EventField.Attributes));
            }
        }

        return null;
    }

    private EventDefect? ReadScalar(ref EventJson json)
    {
        switch (json.Reader.TokenType)
        {
            case JsonTokenType.String:
                var text = texts.Read(ref json, EventField.Attributes, out var defect);
                if (defect is null)
                {
                    _values.Add(texts.Normal(text));
                }

                return defect;
            case JsonTokenType.Number when json.Reader.ValueSpan.Length > EventLimits.TextBytesMax:
                return EventDefects.TooLong(json.PlaceOf(EventField.Attributes), EventLimits.TextBytesMax);
            case JsonTokenType.Number:
                _values.Add(texts.Word(json.Reader.ValueSpan));
                return null;
            case JsonTokenType.True:
                _values.Add("true");
                return null;
            case JsonTokenType.False:
                _values.Add("false");
                return null;
            case JsonTokenType.Null:
                return null;
            default:
                // FAIL CLOSED: nobody can say what an object or a list within the list hides.
                _opaque++;
                json.Reader.Skip();
                return null;
        }
    }

    // A name without a value (null, an empty list, a list of nulls) is as good as absent.
    private IEnumerable<AttributeValues> Present()
    {
        var start = 0;
        for (var i = 0; i < _count; i++)
        {
            var (name, end, isOpaque) = _names[i];
            if (end > start || isOpaque)
            {
                yield return new AttributeValues(name, [.. _values[start..end]], isOpaque);
            }

            start = end;
        }
    }
}
