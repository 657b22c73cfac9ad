using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Covenant.Contracts.Events;

/// <summary>Reads the events that are written as almost all are: known fields once each, in their usual types, without an escape or a line break.</summary>
/// <remarks>INVARIANT (plain): what is read here comes out as it does of <see cref="EventDecoder"/>'s general way, whose tokens cost several times as much.
/// Whatever is not plain, or is wrong, makes it give up: then the general way begins anew, and it alone finds words for a defect.</remarks>
internal sealed class PlainEvent(EventFields fields)
{
    private const int DigitsMax = 15;

    // Without these every text is as it stands, and ends with the next quotation mark.
    private static readonly SearchValues<byte> Unusual = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(control => (byte)control), (byte)'\\']);

    /// <param name="utf8">Known to be UTF-8.</param>
    /// <returns>False where it gave up; the fields then hold a part of the event.</returns>
    public bool TryRead(ReadOnlySpan<byte> utf8, bool inData)
    {
        if (utf8.ContainsAny(Unusual))
        {
            return false;
        }

        var at = 0;
        return TryObject(utf8, ref at, inData) && utf8[at..].IndexOfAnyExcept((byte)' ') < 0;
    }

    private bool TryObject(ReadOnlySpan<byte> utf8, ref int at, bool inData)
    {
        var seen = 0UL;
        if (!Takes(utf8, ref at, '{'))
        {
            return false;
        }

        do
        {
            var name = Text(utf8, ref at, out var isText);
            var field = !isText ? EventField.Other : inData ? EventFieldNames.InData(name) : EventFieldNames.InEnvelope(name);
            var bit = 1UL << (int)field;
            if (field == EventField.Other || (seen & bit) != 0 || !Takes(utf8, ref at, ':') || !TryValue(utf8, ref at, field))
            {
                return false;
            }

            seen |= bit;
        }
        while (Takes(utf8, ref at, ','));
        return Takes(utf8, ref at, '}');
    }

    private bool TryValue(ReadOnlySpan<byte> utf8, ref int at, EventField field)
    {
        SkipSpaces(utf8, ref at);
        if (Takes(utf8, ref at, "null"u8))
        {
            return true;
        }

        switch (field)
        {
            case EventField.Data:
                fields.Draft.Saw(field);
                return TryObject(utf8, ref at, inData: true);
            case EventField.Purposes or EventField.Categories or EventField.Forms or EventField.Attributes:
                return TryKnown(utf8, ref at, field);
            case EventField.Records:
                return TryRecords(utf8, ref at);
            case EventField.CustomerPresent:
                fields.Draft.CustomerPresent = Takes(utf8, ref at, "true"u8);
                return fields.Draft.CustomerPresent == true || Takes(utf8, ref at, "false"u8);
            case EventField.DataBase64:
                return false;
            case EventField.Subject or EventField.DataContentType or EventField.DataSchema or EventField.TraceState:
                Text(utf8, ref at, out var isText);
                return isText;
            default:
                var text = Text(utf8, ref at, out isText);
                return isText && text.Length <= EventLimits.TextBytesMax && fields.Take(new Place(field, at), text) is null;
        }
    }

    // What begins with the bytes of a whole list (or object) that was read before is that list: no list begins with another.
    private bool TryKnown(ReadOnlySpan<byte> utf8, ref int at, EventField field)
    {
        var rest = utf8[at..];
        var end = 1 + (field == EventField.Attributes ? rest.IndexOf((byte)'}') : rest.IndexOf((byte)']'));
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

    /// <summary>The string that stands there, without its marks.</summary>
    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8, ref int at, out bool isText)
    {
        isText = false;
        if (!Takes(utf8, ref at, '"'))
        {
            return default;
        }

        var rest = utf8[at..];
        var length = LengthOfText(rest);
        isText = length >= 0;
        at += length + 1;
        return isText ? rest[..length] : default;
    }

    // Most texts are shorter than a vector: one comparison, and no call.
    private static int LengthOfText(ReadOnlySpan<byte> rest)
    {
        if (rest.Length >= Vector128<byte>.Count)
        {
            var marks = Vector128.Equals(Vector128.Create(rest), Vector128.Create((byte)'"')).ExtractMostSignificantBits();
            if (marks != 0)
            {
                return BitOperations.TrailingZeroCount(marks);
            }
        }

        return rest.IndexOf((byte)'"');
    }

    private static bool Takes(ReadOnlySpan<byte> utf8, ref int at, char mark)
    {
        SkipSpaces(utf8, ref at);
        var there = at < utf8.Length && utf8[at] == mark;
        at += there ? 1 : 0;
        return there;
    }

    private static bool Takes(ReadOnlySpan<byte> utf8, ref int at, ReadOnlySpan<byte> word)
    {
        var there = utf8[at..].StartsWith(word);
        at += there ? word.Length : 0;
        return there;
    }

    private static void SkipSpaces(ReadOnlySpan<byte> utf8, ref int at)
    {
        while (at < utf8.Length && utf8[at] == ' ')
        {
            at++;
        }
    }
}
