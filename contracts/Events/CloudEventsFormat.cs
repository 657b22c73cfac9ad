using System.Text;

namespace Covenant.Contracts.Events;

/// <summary>What the media type in a record's <c>content-type</c> says of its value.</summary>
/// <remarks>Source: CloudEvents 1.0, Kafka protocol binding, section 3; RFC 9110, section 8.3.1: in any case, with parameters, which say nothing here.</remarks>
internal enum CloudEventsFormat
{
    /// <summary>No CloudEvent: nothing, or the type of the data in binary mode.</summary>
    None = 0,

    /// <summary>One event in JSON.</summary>
    Json = 1,

    /// <summary>Several events.</summary>
    Batch = 2,

    /// <summary>An event in a format that is not read here, such as <c>application/cloudevents+avro</c>.</summary>
    Other = 3,
}

internal static class CloudEventsFormats
{
    private static ReadOnlySpan<byte> Prefix => "application/cloudevents"u8;

    public static CloudEventsFormat Of(ReadOnlySpan<byte> contentType)
    {
        var semicolon = contentType.IndexOf((byte)';');
        var mediaType = (semicolon < 0 ? contentType : contentType[..semicolon]).Trim(" \t"u8);
        if (mediaType.Length < Prefix.Length || !Ascii.EqualsIgnoreCase(mediaType[..Prefix.Length], Prefix))
        {
            return CloudEventsFormat.None;
        }

        var rest = mediaType[Prefix.Length..];
        var plus = rest.IndexOf((byte)'+');
        var kind = plus < 0 ? rest : rest[..plus];
        return Ascii.EqualsIgnoreCase(kind, "-batch"u8) ? CloudEventsFormat.Batch
            : !kind.IsEmpty ? CloudEventsFormat.None
            : plus < 0 || Ascii.EqualsIgnoreCase(rest, "+json"u8) ? CloudEventsFormat.Json
            : CloudEventsFormat.Other;
    }
}
