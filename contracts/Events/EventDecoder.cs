using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Covenant.Contracts.Events;

/// <summary>Reads the records of <c>datause.events.v1</c>: CloudEvents 1.0 as UTF-8 JSON, structured or binary mode.</summary>
/// <remarks>
/// One pass over the bytes, a second one where the event is not written as most are. What repeats (institutions, customers, terms, actors, whole lists) is shared between the events of one decoder, in pools of
/// some thousand entries. For one thread at a time. Unknown fields are passed over. Never throws, whatever the bytes.
/// </remarks>
public sealed class EventDecoder
{
    private readonly EventTexts _texts = new();
    private readonly EventFields _fields;
    private readonly UnknownNames _unknown;

    private readonly PlainEvent _plain;

    // What to do about a value that is not what its mode takes it for; null where nothing in it says so.
    private string? _misplaced;

    public EventDecoder()
    {
        _fields = new EventFields(_texts);
        _plain = new PlainEvent(_fields);
        _unknown = new UnknownNames(_texts);
    }

    /// <summary>Where events and their texts are put, until that is cleared; null = each event is the caller's to keep.</summary>
    public EventRoom? Room
    {
        get => _fields.Room;
        set => _fields.Room = value;
    }

    /// <summary>Whether <c>recordedtime</c> is read, as in a replay. A record of Kafka's has a timestamp of its own, and there it is passed over. Default false.</summary>
    public bool ReadsRecordedTime
    {
        get => _fields.ReadsRecordedTime;
        set => _fields.ReadsRecordedTime = value;
    }

    /// <summary>Structured mode: the value is the whole event (<c>application/cloudevents+json</c>).</summary>
    /// <param name="event">Keeps every bound of <see cref="EventLimits"/>.</param>
    public bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out DataUseEvent? @event, [NotNullWhen(false)] out EventDefect? defect)
    {
        _fields.Begin();
        defect = ReadValue(utf8, inData: false);
        return Finish(defect, binary: false, out @event, out defect);
    }

    /// <summary>
    /// Whichever mode the headers say. In binary mode the envelope is in <c>ce_</c> headers, and the value is what is <c>data</c> in structured mode. A header <c>traceparent</c>
    /// is the event's where it names none itself, and in binary mode the record's timestamp is where there is no <c>ce_time</c>.
    /// </summary>
    /// <param name="event">Keeps every bound of <see cref="EventLimits"/>.</param>
    public bool TryDecode(
        in CloudEventHeaders headers, ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out DataUseEvent? @event, [NotNullWhen(false)] out EventDefect? defect)
    {
        _fields.Begin();
        defect = headers.Unreadable ?? (headers.IsBinary ? headers.Read(_fields) ?? ReadValue(utf8, inData: true) : ReadValue(utf8, inData: false));
        if (_fields.Draft.TraceParent.IsMissing)
        {
            _fields.Draft.TraceParent = new EventText(headers.Carried);
        }

        return Finish(defect, headers.IsBinary, out @event, out defect);
    }

    private bool Finish(EventDefect? found, bool binary, out DataUseEvent? @event, out EventDefect? defect)
    {
        defect = found ?? _fields.Draft.Missing(binary);
        if (found is null && defect is not null && _misplaced is { } hint)
        {
            defect = defect with { Message = $"{defect.Message}; {hint}" };
        }

        @event = defect is null ? _fields.End() : null;
        return defect is null;
    }

    private EventDefect? ReadValue(ReadOnlySpan<byte> utf8, bool inData)
    {
        if (PayloadFault.Check(utf8, out var isPrintable) is { } defect)
        {
            return defect;
        }

        var marked = utf8.Length;
        utf8 = ByteOrderMark.Skip(utf8);

        _misplaced = null;

        // What the headers said.
        var before = inData ? _fields.Draft : default;
        if (_plain.TryRead(utf8, inData, isPrintable))
        {
            return null;
        }

        _fields.Draft = before;
        return ReadAnyValue(utf8, marked - utf8.Length, inData);
    }

    private EventDefect? ReadAnyValue(ReadOnlySpan<byte> utf8, int before, bool inData)
    {
        _unknown.Clear();
        try
        {
            var json = new EventJson(utf8, before);
            json.Reader.Read();
            var found = json.Reader.TokenType == JsonTokenType.StartObject
                ? ReadObject(ref json, inData)
                : EventDefects.NotAnObject(json.Reader.TokenType);

            // Once more, for what follows the event.
            return found ?? (json.Reader.Read() ? PayloadFault.Find(utf8, before) : null);
        }
        catch (JsonException)
        {
            // The reader's only way to say that the bytes are no JSON.
            return PayloadFault.Find(utf8, before);
        }
    }

    private EventDefect? ReadObject(ref EventJson json, bool inData)
    {
        var seen = 0UL;
        while (json.Reader.Read() && json.Reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _texts.ReadName(ref json, inData ? EventField.Data : EventField.Other, out var badName);
            if (badName is not null)
            {
                return badName;
            }

            var field = inData ? EventFieldNames.InData(name) : EventFieldNames.InEnvelope(name);
            var bit = field == EventField.Other ? 0 : 1UL << (int)field;
            if ((seen & bit) != 0 || (bit == 0 && !_unknown.Add(inData, name)))
            {
                return EventDefects.Repeated((inData ? "data." : "") + Encoding.UTF8.GetString(name), json.PlaceOf(field).At);
            }

            if (bit == 0)
            {
                _misplaced ??= MisplacedBy(name, inData);
            }

            seen |= bit;
            json.Reader.Read();
            if (ReadField(ref json, field) is { } defect)
            {
                return defect;
            }
        }

        return null;
    }

    private static string? MisplacedBy(ReadOnlySpan<byte> name, bool inData) =>
        inData && name.SequenceEqual("specversion"u8) ? "it is a whole event: leave out the `ce_` headers, or send `content-type: application/cloudevents+json`"
        : !inData && name.SequenceEqual("institution"u8) ? "`institution`, `customer` and `operation` stand in the object `data`"
        : null;

    private EventDefect? ReadField(ref EventJson json, EventField field)
    {
        if (json.Reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (field != EventField.Data)
        {
            return _fields.Read(ref json, field);
        }

        _fields.Draft.Saw(field);
        return json.Reader.TokenType == JsonTokenType.StartObject
            ? ReadObject(ref json, inData: true)
            : EventDefects.WrongType(json, field, "an object");
    }
}
