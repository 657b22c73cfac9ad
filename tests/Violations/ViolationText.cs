using System.Buffers;
using System.Text;
using Covenant.Contracts.Violations;

namespace Covenant.Tests.Violations;

/// <summary>A violation as its topic has it.</summary>
internal static class ViolationText
{
    public static string Of(Violation violation) => Encoding.UTF8.GetString(Utf8(violation));

    public static byte[] Utf8(Violation violation)
    {
        using var writer = new ViolationWriter();
        var buffer = new ArrayBufferWriter<byte>();
        writer.Write(violation, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
