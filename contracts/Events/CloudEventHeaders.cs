using System.Text;
using System.Text.Unicode;

namespace Covenant.Contracts.Events;

/// <summary>The headers of one record, as far as CloudEvents has a say in them: in which mode its value is read, and in binary mode the envelope.</summary>
/// <remarks>Source: CloudEvents 1.0, Kafka protocol binding, section 3. Holds on to the bytes it is given.</remarks>
public ref struct CloudEventHeaders
{
    /// <summary>The header that says what the value is.</summary>
    public const string ContentType = "content-type";

    /// <summary>The <see cref="ContentType"/> of every CloudEvent that Covenant writes.</summary>
    public const string Structured = StructuredMediaType + "; charset=UTF-8";

    private const string StructuredMediaType = "application/cloudevents+json";

    private const string Prefix = "ce_";

    // W3C Trace Context, section 3.2.2, of version 00.
    private const int TraceParentBytes = 55;

    private ReadOnlySpan<byte> _specVersion, _id, _source, _time, _type, _traceParent, _carried, _contentType;
    private CloudEventsFormat _format;

    // The first header of binary mode: because of it the record is read so.
    private string? _first;
    private string? _repeated;
    private bool _hasTwoTypes;
    private List<(string Written, string Meant)>? _misspelt;

    /// <summary>The timestamp stored with the record: in binary mode the time of an event without <c>ce_time</c>; null where it has none.</summary>
    public EventTime? Timestamp { get; init; }

    /// <summary>Whether the record is in binary mode: it has <c>ce_</c> headers, and its <c>content-type</c> is none of CloudEvents' own.</summary>
    public readonly bool IsBinary => _first is not null && _format == CloudEventsFormat.None;

    /// <summary><c>binary</c>, <c>structured</c> or <c>batch</c>, by the headers alone.</summary>
    public readonly string Mode => IsBinary ? "binary" : _format == CloudEventsFormat.Batch ? "batch" : "structured";

    /// <summary>As what the value is read: the record's <c>content-type</c>, or what is taken for granted where it has none.</summary>
    public readonly string MediaType => !_contentType.IsEmpty ? Encoding.UTF8.GetString(_contentType) : IsBinary ? "application/json" : StructuredMediaType;

    /// <summary>In which mode the record is read and why, in words.</summary>
    public readonly string Reading
    {
        get
        {
            var type = _contentType.IsEmpty ? "there is no header `content-type`" : $"the header `content-type` is `{Excerpt.Of(_contentType)}`";
            return $"read as {Mode}: {type}" + (_format != CloudEventsFormat.None ? "" : _first is null ? ", and no header begins with `ce_`" : $", and there is a header `{Excerpt.Of(_first)}`");
        }
    }

    /// <summary>Takes a header; those of others are passed over.</summary>
    /// <param name="value">UTF-8; an empty value is as good as no header.</param>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            _first ??= name;
            AddAttribute(name, value);
        }
        else if (name.Equals(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            AddContentType(value);
        }
        else if (name == "traceparent")
        {
            _carried = value;
        }
        else
        {
            AddMisspelt(name);
        }
    }

    /// <summary>Why the value cannot be read at all; null where it can be tried.</summary>
    internal readonly EventDefect? Unreadable =>
        _hasTwoTypes ? EventDefects.RepeatedHeader(ContentType)
        : IsBinary && _repeated is not null ? EventDefects.RepeatedHeader(_repeated)
        : _format == CloudEventsFormat.Batch ? EventDefects.Batch(_contentType)
        : _format == CloudEventsFormat.Other ? EventDefects.Format(_contentType)
        : _format == CloudEventsFormat.None && Misspelt() is { Count: > 0 } misspelt ? EventDefects.Misspelt(misspelt)
        : null;

    /// <summary>The trace that the record was sent in, as clients that know nothing of CloudEvents say it; null where it is none.</summary>
    internal readonly string? Carried => _carried.Length == TraceParentBytes && Ascii.IsValid(_carried) ? Encoding.ASCII.GetString(_carried) : null;

    /// <summary>The envelope of binary mode.</summary>
    internal readonly EventDefect? Read(EventFields fields)
    {
        if (_time.IsEmpty && Timestamp is { } stored)
        {
            fields.Draft.Time = stored;
            fields.Draft.Saw(EventField.Time);
        }

        return Take(fields, EventField.SpecVersion, _specVersion)
            ?? Take(fields, EventField.Id, _id)
            ?? Take(fields, EventField.Source, _source)
            ?? Take(fields, EventField.Time, _time)
            ?? Take(fields, EventField.Type, _type)
            ?? Take(fields, EventField.TraceParent, _traceParent);
    }

    private static EventDefect? Take(EventFields fields, EventField field, ReadOnlySpan<byte> value)
    {
        var place = new Place(field, Place.InHeader);
        return value.IsEmpty ? null
            : !Utf8.IsValid(value) ? EventDefects.HeaderNotUtf8(place)
            : field == EventField.Time && value.Length > EventTime.TextMax ? EventDefects.TooLong(place, EventTime.TextMax)
            : fields.Take(place, value);
    }

    private void AddAttribute(string name, ReadOnlySpan<byte> value)
    {
        switch (name)
        {
            case "ce_specversion":
                Set(name, ref _specVersion, value);
                break;
            case "ce_id":
                Set(name, ref _id, value);
                break;
            case "ce_source":
                Set(name, ref _source, value);
                break;
            case "ce_time":
                Set(name, ref _time, value);
                break;
            case "ce_type":
                Set(name, ref _type, value);
                break;
            case "ce_traceparent":
                Set(name, ref _traceParent, value);
                break;
            default:
                AddMisspelt(name);
                break;
        }
    }

    private void AddMisspelt(string name)
    {
        if (HeaderSpelling.Meant(name) is { } meant)
        {
            (_misspelt ??= []).Add((name, meant));
        }
    }

    // Sent twice with two meanings, one reader would read the value so and the next one otherwise.
    private void AddContentType(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        var format = CloudEventsFormats.Of(value);
        _hasTwoTypes |= !_contentType.IsEmpty && format != _format;
        _contentType = value;
        _format = format;
    }

    // What is there in Kafka's spelling too is read from that.
    private readonly List<(string Written, string Meant)> Misspelt()
    {
        var missing = new List<(string, string)>();
        foreach (var one in _misspelt ?? [])
        {
            if (ValueOf(one.Meant).IsEmpty)
            {
                missing.Add(one);
            }
        }

        return missing;
    }

    private readonly ReadOnlySpan<byte> ValueOf(string name) => name switch
    {
        "ce_specversion" => _specVersion,
        "ce_id" => _id,
        "ce_source" => _source,
        "ce_time" => _time,
        "ce_type" => _type,
        "ce_traceparent" => _traceParent,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no header of the envelope"),
    };

    private void Set(string name, ref ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> value)
    {
        _repeated = attribute.IsEmpty ? _repeated : name;
        attribute = value;
    }
}
