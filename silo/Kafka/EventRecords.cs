using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Kafka;

/// <summary>CloudEvents as records of Kafka: what their headers say, in both directions.</summary>
internal static class EventRecords
{
    private static readonly byte[] ContentType = Encoding.ASCII.GetBytes(CloudEventHeaders.Structured);

    /// <summary>Says that a record's value is one CloudEvent in JSON, as every client of CloudEvents asks first.</summary>
    /// <param name="more">What else the record says; they are added to.</param>
    public static Headers Structured(Headers? more = null)
    {
        var headers = more ?? [];
        headers.Add(CloudEventHeaders.ContentType, ContentType);
        return headers;
    }

    /// <param name="timestamp">Stored with the record.</param>
    public static CloudEventHeaders EnvelopeOf(Headers? headers, EventTime? timestamp)
    {
        var envelope = new CloudEventHeaders { Timestamp = timestamp };
        foreach (var header in headers ?? [])
        {
            envelope.Add(header.Key, header.GetValueBytes());
        }

        return envelope;
    }
}
