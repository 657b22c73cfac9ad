using System.Text;
using Covenant.Contracts.Showing;

namespace Covenant.Contracts.Events;

/// <summary>What a producer sent, as a one-line message repeats it: short, and without what would end its quotes.</summary>
internal static class Excerpt
{
    private const int CharsMax = 48;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        // One character more than is shown, however many bytes each has.
        var head = utf8[..Math.Min(utf8.Length, (CharsMax + 1) * 4)];
        return Of(Encoding.UTF8.GetString(head));
    }

    public static string Of(string text) => Shown.Beginning(text, CharsMax).Replace('`', '\'');
}
