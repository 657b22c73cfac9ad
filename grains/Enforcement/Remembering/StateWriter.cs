using System.Buffers;
using System.Text;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>The compact binary form of a memory: numbers as base-128 varints, a text that came before as its number in the order of coming.</summary>
public sealed class StateWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private StateWriter? _part;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Begins anew; the room that there is stays.</summary>
    public void Reset()
    {
        _buffer.ResetWrittenCount();
        _texts.Clear();
    }

    public void Count(int value) => Unsigned((ulong)value);

    public void Flag(bool value) => Unsigned(value ? 1UL : 0);

    public void Number(long value) => Unsigned((ulong)(value << 1 ^ value >> 63));

    public void Fingerprint(UInt128 value)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(_buffer.GetSpan(16), value);
        _buffer.Advance(16);
    }

    public void Hash(ulong value)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(sizeof(ulong)), value);
        _buffer.Advance(sizeof(ulong));
    }

    /// <summary>0 = null, 1 = a new text follows, n = the (n - 2)nd text again.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Unsigned(0);
        }
        else if (_texts.TryGetValue(text, out var number))
        {
            Unsigned((ulong)number + 2);
        }
        else
        {
            _texts.Add(text, _texts.Count);
            Unsigned(1);
            var length = Encoding.UTF8.GetByteCount(text);
            Unsigned((ulong)length);
            Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
            _buffer.Advance(length);
        }
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Unsigned((ulong)bytes.Length);
        _buffer.Write(bytes);
    }

    /// <summary>What a part is to be written with: it can be read by itself. <see cref="EndPart"/> must follow before anything else.</summary>
    public StateWriter BeginPart()
    {
        _part ??= new StateWriter();
        _part.Reset();
        return _part;
    }

    /// <summary>Takes over what was written of the part, as <see cref="Bytes"/>.</summary>
    public void EndPart() => Bytes(_part!.Written);

    private void Unsigned(ulong value)
    {
        var span = _buffer.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
