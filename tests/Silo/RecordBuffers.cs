using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Ingestion;

namespace Covenant.Tests.Silo;

/// <summary>Records as the consumer hands them over.</summary>
internal static class RecordBuffers
{
    public static IncomingRecord Record(long offset, string? key, string? value, EventTime? timestamp = null, params (string Name, string Value)[] headers)
    {
        var kept = new Headers();
        foreach (var (name, text) in headers)
        {
            kept.Add(name, Encoding.UTF8.GetBytes(text));
        }

        return new(offset, Of(key, value), headers.Length == 0 ? null : kept, timestamp);
    }

    private static RecordBytes Of(string? key, string? value)
    {
        byte[] buffer = [.. Encoding.UTF8.GetBytes(key ?? ""), .. Encoding.UTF8.GetBytes(value ?? "")];
        return new RecordBytes(buffer, 0, key is null ? -1 : Encoding.UTF8.GetByteCount(key), value is null ? -1 : Encoding.UTF8.GetByteCount(value));
    }
}
