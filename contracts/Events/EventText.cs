using System.Text;

namespace Covenant.Contracts.Events;

/// <summary>A text of an event: a string, or the UTF-8 from which one is made once somebody asks for it. Most are never asked for.</summary>
internal struct EventText
{
    private readonly int _at;
    private readonly int _length;
    private object? _stringOrUtf8;

    public EventText(string? text) => _stringOrUtf8 = text;

    public EventText(byte[] utf8, int at, int length) => (_stringOrUtf8, _at, _length) = (utf8, at, length);

    /// <summary>Null where the event has none.</summary>
    public string? Value
    {
        get
        {
            if (_stringOrUtf8 is byte[] utf8)
            {
                _stringOrUtf8 = Encoding.UTF8.GetString(utf8, _at, _length);
            }

            return (string?)_stringOrUtf8;
        }
    }

    public readonly bool IsMissing => _stringOrUtf8 is null;

    /// <summary>The characters, without a string for them where <paramref name="room"/> holds them.</summary>
    public ReadOnlySpan<char> CharsIn(Span<char> room) =>
        _stringOrUtf8 is byte[] utf8 && _length <= room.Length ? room[..Encoding.UTF8.GetChars(utf8.AsSpan(_at, _length), room)] : Value;

    /// <summary>The same, and nobody else's memory.</summary>
    public EventText Kept() => new(Value);
}

/// <summary>Between silos a text is a string.</summary>
[GenerateSerializer, Immutable, Alias("covenant.event-text")]
internal struct SentEventText
{
    [Id(0)] public string? Value;
}

[RegisterConverter]
internal sealed class EventTextConverter : IConverter<EventText, SentEventText>
{
    public EventText ConvertFromSurrogate(in SentEventText surrogate) => new(surrogate.Value);

    public SentEventText ConvertToSurrogate(in EventText value)
    {
        var text = value;
        return new() { Value = text.Value };
    }
}
