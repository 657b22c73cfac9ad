using System.Text.Json;

namespace Covenant.Contracts.Events;

/// <summary>The timestamp of a line of a recorded stream that is no event: it moves the log's clock all the same.</summary>
public static class RecordedTimeReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventLimits.DepthMax };

    /// <summary>What the line's attribute <c>recordedtime</c> says; null where the line is not one JSON object within the bounds of an event, or has no such attribute that can be read, or two.</summary>
    public static EventTime? Of(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.Length <= EventLimits.BytesMax ? Find(ByteOrderMark.Skip(line)) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The reader's ways to say that the bytes are no JSON, or a string no text.
            return null;
        }
    }

    private static EventTime? Find(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, Options);
        EventTime? found = null;
        var times = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("recordedtime"u8);
            reader.Read();
            if (!isTime)
            {
                reader.Skip();
                continue;
            }

            times++;
            found = reader.TokenType == JsonTokenType.String && EventTime.TryParse(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!), out var time) && time >= EventTime.Epoch ? time : null;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }
        }

        // Once more, for what follows the object.
        return reader.Read() || times != 1 ? null : found;
    }
}
