using System.Text;
using System.Text.Unicode;

namespace Covenant.Contracts.Events;

/// <summary>The headers of one record, as far as CloudEvents has a say in them.</summary>
/// <remarks>Source: CloudEvents 1.0, Kafka protocol binding, section 3. Holds on to the bytes it is given.</remarks>
public ref struct CloudEventHeaders
{
    private const string Prefix = "ce_";

    // W3C Trace Context, section 3.2.2, of version 00.
    private const int TraceParentBytes = 55;

    private ReadOnlySpan<byte> _specVersion, _id, _source, _time, _type, _traceParent, _carried;
    private bool _any, _structured;
    private string? _repeated;

    /// <summary>Whether the record is in binary mode: it has <c>ce_</c> headers, and its <c>content-type</c> is not that of the structured mode.</summary>
    public readonly bool IsBinary => _any && !_structured;

    /// <summary>Takes a header; those of others are passed over.</summary>
    /// <param name="value">UTF-8; an empty value is as good as no header.</param>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        if (name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            _any = true;
            AddAttribute(name, value);
        }
        else if (name == "content-type")
        {
            _structured = value.StartsWith("application/cloudevents"u8);
        }
        else if (name == "traceparent")
        {
            _carried = value;
        }
    }

    /// <summary>The trace that the record was sent in, as clients that know nothing of CloudEvents say it; null where it is none.</summary>
    internal readonly string? Carried => _carried.Length == TraceParentBytes && Ascii.IsValid(_carried) ? Encoding.ASCII.GetString(_carried) : null;

    internal readonly EventDefect? Read(EventFields fields) =>
        _repeated is null
            ? Take(fields, EventField.SpecVersion, _specVersion)
                ?? Take(fields, EventField.Id, _id)
                ?? Take(fields, EventField.Source, _source)
                ?? Take(fields, EventField.Time, _time)
                ?? Take(fields, EventField.Type, _type)
                ?? Take(fields, EventField.TraceParent, _traceParent)
            : EventDefects.RepeatedHeader(_repeated);

    private static EventDefect? Take(EventFields fields, EventField field, ReadOnlySpan<byte> value)
    {
        var place = new Place(field, Place.InHeader);
        return value.IsEmpty ? null : Utf8.IsValid(value) ? fields.Take(place, value) : EventDefects.HeaderNotUtf8(place);
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
                break;
        }
    }

    private void Set(string name, ref ReadOnlySpan<byte> attribute, ReadOnlySpan<byte> value)
    {
        _repeated = attribute.IsEmpty ? _repeated : name;
        attribute = value;
    }
}
