using System.Buffers.Binary;
using System.Text;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Anything else is an <see cref="InvalidDataException"/>.</summary>
public sealed class StateReader(ReadOnlyMemory<byte> bytes)
{
    private List<string>? _texts;
    private int _at;

    public bool AtEnd => _at == bytes.Length;

    public int BytesLeft => bytes.Length - _at;

    /// <summary>Reads the format number, which a state begins with.</summary>
    public void Expect(int format) => ExpectUpTo(format, oldest: format);

    /// <summary>The same where older formats are read, too.</summary>
    public int ExpectUpTo(int format, int oldest = 1)
    {
        var found = Count();
        return found >= oldest && found <= format ? found : throw new InvalidDataException($"the stored state has format {found}; this version reads format {format}");
    }

    public int Count()
    {
        var value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw Broken();
    }

    /// <summary>The same count, where so many things can still follow, each of one byte at least: a damaged one asks for no memory.</summary>
    public int Within(int count) => count <= BytesLeft ? count : throw Broken();

    public bool Flag() => Unsigned() != 0;

    public long Number()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public UInt128 Fingerprint() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16).Span);

    public ulong Hash() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)).Span);

    public string? Text()
    {
        var kind = Unsigned();
        if (kind == 0)
        {
            return null;
        }

        if (kind >= 2)
        {
            return kind - 2 < (ulong)(_texts?.Count ?? 0) ? _texts![(int)kind - 2] : throw Broken();
        }

        var text = Encoding.UTF8.GetString(Take(Count()).Span);
        (_texts ??= []).Add(text);
        return text;
    }

    public ReadOnlyMemory<byte> Bytes() => Take(Count());

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > bytes.Length - _at)
        {
            throw Broken();
        }

        var taken = bytes.Slice(_at, length);
        _at += length;
        return taken;
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1).Span[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    private InvalidDataException Broken() => new($"the stored state is damaged near byte {_at} of {bytes.Length}");
}
