using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Proving;

/// <summary>Says of a record's key whether it is of this run, without a copy of its bytes.</summary>
internal sealed class IsOfRun(string run) : IDeserializer<bool>
{
    private readonly byte[] _mark = Encoding.UTF8.GetBytes($"/{run}-");

    public bool Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => data.IndexOf(_mark) >= 0;
}

/// <summary>Decodes an event from a record's value, without a copy of its bytes; null where it is none.</summary>
internal sealed class EventInPlace : IDeserializer<DataUseEvent?>
{
    private readonly EventDecoder _decoder = new();

    public DataUseEvent? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => _decoder.TryDecode(data, out var e, out _) ? e : null;
}
