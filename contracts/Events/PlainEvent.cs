using System.Buffers;

namespace Covenant.Contracts.Events;

/// <summary>Reads the events that are written as almost all are: known fields once each, in their usual types, without an escape or a line break.</summary>
/// <remarks>INVARIANT (plain): what is read here comes out as it does of <see cref="EventDecoder"/>'s general way, whose tokens cost several times as much.
/// Whatever is not plain, or is wrong, makes it give up: then the general way begins anew, and it alone finds words for a defect.</remarks>
internal sealed class PlainEvent(EventFields fields)
{
    private const int DigitsMax = 15;

    // Without these every text is as it stands, and ends with the next quotation mark.
    private static readonly SearchValues<byte> Unusual = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'\\']);

    private readonly EventLayout _layout = new();

    /// <param name="utf8">Known to be UTF-8.</param>
    /// <param name="isPrintable">Nothing in it but the printable characters of ASCII.</param>
    /// <returns>False where it gave up; the fields then hold a part of the event.</returns>
    public bool TryRead(ReadOnlySpan<byte> utf8, bool inData, bool isPrintable)
    {
        if (isPrintable ? utf8.Contains((byte)'\\') : utf8.ContainsAny(Unusual))
        {
            return false;
        }

        var at = 0;
        var step = _layout.Start(inData);
        while (_layout.After(step, utf8[at..]) is { } next)
        {
            step = next;
            at += step.Before.Length;
            if (step.IsEnd)
            {
                fields.Draft.Saw(EventField.Data);
                return utf8[at..].IndexOfAnyExcept((byte)' ') < 0;
            }

            if (!TryValue(utf8, ref at, step))
            {
                return false;
            }
        }

        return false;
    }

    private bool TryValue(ReadOnlySpan<byte> utf8, ref int at, EventLayout.Step step)
    {
        PlainJson.SkipBlanks(utf8, ref at);
        if (at < utf8.Length && utf8[at] == 'n')
        {
            return PlainJson.Takes(utf8, ref at, "null"u8);
        }

        switch (step.Field)
        {
            case EventField.Purposes or EventField.Categories or EventField.Forms or EventField.Attributes:
                return TryKnown(utf8, ref at, step.Field);
            case EventField.Records:
                return TryRecords(utf8, ref at);
            case EventField.CustomerPresent:
                return TryCustomerPresent(utf8, ref at);
            case EventField.DataBase64:
                return false;
            case EventField.RecordedTime when !fields.ReadsRecordedTime:
            case EventField.Subject or EventField.DataContentType or EventField.DataSchema or EventField.TraceState:
                PlainJson.Text(utf8, ref at, out var isText);
                return isText;
            default:
                var text = PlainJson.Text(utf8, ref at, out isText);
                return isText && text.Length <= EventLimits.TextBytesMax && fields.Take(new Place(step.Field, at), text) is null;
        }
    }

    // What begins with the bytes of a whole list (or object) that was read before is that list: no list begins with another.
    private bool TryKnown(ReadOnlySpan<byte> utf8, ref int at, EventField field)
    {
        var rest = utf8[at..];
        var end = 1 + PlainJson.IndexOf(rest, field == EventField.Attributes ? (byte)'}' : (byte)']');
        at += end;
        return end > 1 && fields.TryTakeKnown(field, rest[..end]);
    }

    private bool TryRecords(ReadOnlySpan<byte> utf8, ref int at)
    {
        var (start, value) = (at, 0L);
        while (at < utf8.Length && utf8[at] is >= (byte)'0' and <= (byte)'9' and var digit && at - start < DigitsMax)
        {
            (at, value) = (at + 1, value * 10 + digit - '0');
        }

        fields.Draft.Records = value;

        // Zeros before a number are no JSON.
        return at - start == 1 || (at > start && utf8[start] != '0');
    }

    private bool TryCustomerPresent(ReadOnlySpan<byte> utf8, ref int at)
    {
        var isPresent = PlainJson.Takes(utf8, ref at, "true"u8);
        fields.Draft.CustomerPresent = isPresent;
        return isPresent || PlainJson.Takes(utf8, ref at, "false"u8);
    }
}
