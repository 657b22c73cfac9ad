using Confluent.Kafka;

namespace Covenant.Silo.Ingestion;

/// <summary>Copies a record out of librdkafka's memory; the copy is good until the next one. For the consumer's one thread, which has a key read before its value.</summary>
internal sealed class RecordCopier : IDeserializer<Ignore>, IDeserializer<RecordBytes>
{
    private const int UsualBytes = 4_096;

    private byte[] _buffer = new byte[UsualBytes];
    private int _keyLength;

    Ignore IDeserializer<Ignore>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        _keyLength = isNull ? -1 : data.Length;
        Append(data, at: 0);
        return null!;
    }

    public RecordBytes Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        Append(data, at: Math.Max(0, _keyLength));
        return new RecordBytes(_buffer, 0, _keyLength, isNull ? -1 : data.Length);
    }

    private void Append(ReadOnlySpan<byte> data, int at)
    {
        if (_buffer.Length < at + data.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, at + data.Length));
        }

        data.CopyTo(_buffer.AsSpan(at));
    }
}
