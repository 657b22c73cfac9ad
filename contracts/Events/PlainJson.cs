using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Covenant.Contracts.Events;

/// <summary>Reads JSON that has no escapes and no white space but blanks, mark by mark. What is read must stand at the place, or behind blanks there.</summary>
internal static class PlainJson
{
    /// <summary>A string, without its quotation marks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8, ref int at, out bool isText)
    {
        var start = at + 1;
        var length = at < utf8.Length && utf8[at] == '"' ? IndexOf(utf8[start..], (byte)'"') : -1;
        isText = length >= 0;
        at = start + length + 1;
        return isText ? utf8.Slice(start, length) : default;
    }

    public static bool Takes(ReadOnlySpan<byte> utf8, ref int at, char mark)
    {
        SkipBlanks(utf8, ref at);
        var there = at < utf8.Length && utf8[at] == mark;
        at += there ? 1 : 0;
        return there;
    }

    public static bool Takes(ReadOnlySpan<byte> utf8, ref int at, ReadOnlySpan<byte> word)
    {
        SkipBlanks(utf8, ref at);
        var there = utf8[at..].StartsWith(word);
        at += there ? word.Length : 0;
        return there;
    }

    public static void SkipBlanks(ReadOnlySpan<byte> utf8, ref int at)
    {
        while (at < utf8.Length && utf8[at] == ' ')
        {
            at++;
        }
    }

    /// <summary>Where the mark stands first; -1 where it does not. For what mostly stands within a vector's length: one comparison then, and no call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(ReadOnlySpan<byte> rest, byte mark)
    {
        if (rest.Length >= Vector256<byte>.Count)
        {
            var marks = Vector256.Equals(Vector256.Create(rest), Vector256.Create(mark)).ExtractMostSignificantBits();
            if (marks != 0)
            {
                return BitOperations.TrailingZeroCount(marks);
            }
        }

        return rest.IndexOf(mark);
    }
}
