namespace Covenant.Silo.Ingestion;

/// <summary>A record's key and, behind it, its value, where they lie in a buffer.</summary>
/// <param name="KeyLength">-1 where it has no key.</param>
/// <param name="ValueLength">-1 where it has no value.</param>
internal readonly record struct RecordBytes(byte[] Buffer, int At, int KeyLength, int ValueLength)
{
    public bool HasKey => KeyLength >= 0;

    public bool HasValue => ValueLength >= 0;

    public ReadOnlySpan<byte> Key => Buffer.AsSpan(At, Math.Max(0, KeyLength));

    public ReadOnlySpan<byte> Value => Buffer.AsSpan(At + Math.Max(0, KeyLength), Math.Max(0, ValueLength));

    public int Length => Math.Max(0, KeyLength) + Math.Max(0, ValueLength);

    /// <summary>The same at the beginning of the room, which is long enough.</summary>
    public RecordBytes CopyTo(byte[] buffer, int at)
    {
        Buffer.AsSpan(At, Length).CopyTo(buffer.AsSpan(at));
        return this with { Buffer = buffer, At = at };
    }
}
