using System.Buffers;
using System.Text;
using System.Text.Json;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Events;

/// <summary>Fills an event with one field after another, each by its own rules.</summary>
internal sealed class EventFields(EventTexts texts)
{
    private const int InstitutionMin = 2;
    private const int InstitutionMax = 32;

    private static readonly SearchValues<byte> InstitutionBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-"u8);

    private readonly EventList<Term> _purposes = new(texts, text => texts.Term(text, TermKind.Purpose), term => term.Name.Length == 0);
    private readonly EventList<Term> _categories = new(texts, text => texts.Term(text, TermKind.Category), term => term.Name.Length == 0);
    private readonly EventList<string> _words = new(texts, texts.Normal, _ => false);
    private readonly EventAttributes _attributes = new(texts);
    private DataUseEvent _event = new(isLent: false);
    private MinuteReader _times = new();

    /// <summary>Where events are put, and those of their texts that hardly ever repeat; null = each event is new, and each text a string.</summary>
    public EventRoom? Room { get; set; }

    /// <inheritdoc cref="EventDecoder.ReadsRecordedTime"/>
    public bool ReadsRecordedTime { get; set; }

    /// <summary>The content of the event that is being read.</summary>
    public ref EventContent Draft => ref _event.Content;

    /// <summary>Nothing is known of the next event yet.</summary>
    public void Begin()
    {
        _event = Room?.Lend() ?? new DataUseEvent(isLent: false);
        Draft = default;
    }

    /// <summary>The event whose fields were read, of which nothing may be missing.</summary>
    public DataUseEvent End()
    {
        Room?.Take();
        return _event;
    }

    /// <summary>Reads the value at hand, which is not null.</summary>
    public EventDefect? Read(ref EventJson json, EventField field)
    {
        switch (field)
        {
            case EventField.Purposes:
                return _purposes.Read(ref json, field, out Draft.Purposes);
            case EventField.Categories:
                return _categories.Read(ref json, field, out Draft.Categories);
            case EventField.Forms:
                return _words.Read(ref json, field, out Draft.Forms);
            case EventField.Attributes:
                return _attributes.Read(ref json, out Draft.Attributes);
            case EventField.Records:
                return ReadRecords(ref json);
            case EventField.CustomerPresent:
                return ReadCustomerPresent(ref json);
            case EventField.DataBase64:
                return EventDefects.Base64(json.PlaceOf(field));
            case EventField.RecordedTime when !ReadsRecordedTime:
                json.Reader.Skip();
                return null;
            case EventField.Other or EventField.Subject or EventField.DataContentType or EventField.DataSchema or EventField.TraceState:
                json.Reader.Skip();
                return null;
            default:
                var text = texts.Read(ref json, field, out var defect);
                return defect ?? Take(json.PlaceOf(field), text);
        }
    }

    /// <summary>Takes a list, or attributes, that were read before, byte for byte.</summary>
    /// <returns>False where they were not.</returns>
    public bool TryTakeKnown(EventField field, ReadOnlySpan<byte> written) => field switch
    {
        EventField.Purposes => _purposes.TryFind(written, out Draft.Purposes),
        EventField.Categories => _categories.TryFind(written, out Draft.Categories),
        EventField.Forms => _words.TryFind(written, out Draft.Forms),
        _ => _attributes.TryFind(written, out Draft.Attributes),
    };

    /// <summary>Takes a field that is a text, from JSON or from a header.</summary>
    public EventDefect? Take(Place at, ReadOnlySpan<byte> text)
    {
        Draft.Saw(at.Field);
        switch (at.Field)
        {
            case EventField.SpecVersion:
                return text.SequenceEqual("1.0"u8) ? null : EventDefects.Version(at, text);
            case EventField.Id:
                Draft.Id = TextOf(text);
                return Between(at, text, EventLimits.IdBytesMax);
            case EventField.Time:
                return TakeTime(at, text);
            case EventField.RecordedTime:
                return TakeRecordedTime(at, text);
            case EventField.Institution:
                Draft.Institution = texts.Word(text);
                return text.Length is >= InstitutionMin and <= InstitutionMax && !text.ContainsAnyExcept(InstitutionBytes)
                    ? null : EventDefects.Institution(at, text);
            case EventField.Customer:
                Draft.Customer = texts.Customer(text);
                return text.Length is > 0 and <= EventLimits.CustomerBytesMax ? null : EventDefects.Customer(at, text.Length);
            case EventField.Operation:
                Draft.Operation = texts.Term(text, TermKind.Operation);
                return Draft.Operation.Name.Length == 0 ? EventDefects.Empty(at) : Between(at, text, EventLimits.TextBytesMax);
            case EventField.Source:
                Draft.Source = texts.Word(text);
                break;
            case EventField.Actor:
                Draft.Actor = texts.Normal(text);
                break;
            case EventField.Role:
                Draft.Role = texts.Normal(text);
                break;
            case EventField.Recipient:
                Draft.Recipient = texts.Normal(text);
                break;
            case EventField.Region:
                Draft.Region = texts.Normal(text);
                break;
            case EventField.Conversation:
                Draft.Conversation = NormalTextOf(text);
                break;
            case EventField.Item:
                Draft.Item = NormalTextOf(text);
                break;
            case EventField.TraceParent:
                Draft.TraceParent = TextOf(text);
                break;
            default:
                break;
        }

        return text.Length <= EventLimits.TextBytesMax ? null : EventDefects.TooLong(at, EventLimits.TextBytesMax);
    }

    private EventText TextOf(ReadOnlySpan<byte> text) =>
        Room is not null && text.Length <= EventLimits.TextBytesMax ? Room.Add(text) : new EventText(Encoding.UTF8.GetString(text));

    private EventText NormalTextOf(ReadOnlySpan<byte> text) => Ascii.IsValid(text) ? TextOf(text) : new EventText(texts.Normal(text));

    private EventDefect? TakeRecordedTime(Place at, ReadOnlySpan<byte> text)
    {
        var isRead = EventTime.TryParse(text, out var time);
        Draft.RecordedTime = time;
        return !isRead ? EventDefects.Time(at, text) : time < EventTime.Epoch ? EventDefects.Before1970(at, text) : null;
    }

    private EventDefect? TakeTime(Place at, ReadOnlySpan<byte> text) =>
        !_times.TryParse(text, out Draft.Time) ? EventDefects.Time(at, text)
        : Draft.Time < EventTime.Epoch ? EventDefects.Before1970(at, text)
        : null;

    private EventDefect? ReadRecords(ref EventJson json)
    {
        if (json.Reader.TokenType != JsonTokenType.Number)
        {
            return EventDefects.WrongType(json, EventField.Records, "a whole number");
        }

        var known = json.Reader.TryGetInt64(out var records) && records is >= 0 and <= EventLimits.RecordsMax;
        if (!known && !WholeNumber.TryRead(json.Reader.ValueSpan, out records))
        {
            return EventDefects.OutOfRange(json.PlaceOf(EventField.Records), json.Reader.ValueSpan);
        }

        Draft.Records = records;
        return null;
    }

    private EventDefect? ReadCustomerPresent(ref EventJson json)
    {
        if (json.Reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            return EventDefects.WrongType(json, EventField.CustomerPresent, "true or false");
        }

        Draft.CustomerPresent = json.Reader.TokenType == JsonTokenType.True;
        return null;
    }

    private static EventDefect? Between(Place at, ReadOnlySpan<byte> text, int bytesMax) =>
        text.IsEmpty ? EventDefects.Empty(at) : text.Length > bytesMax ? EventDefects.TooLong(at, bytesMax) : null;
}
