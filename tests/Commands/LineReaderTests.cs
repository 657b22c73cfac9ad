using System.Text;
using Covenant.Silo.Commands.Replay;
using CsCheck;

namespace Covenant.Tests.Commands;

public sealed class LineReaderTests
{
    private const int LineBytesMax = 8;

    [Fact]
    public void However_the_stream_comes_in_pieces_the_lines_are_the_same() =>
        Gen.Select(Gen.Char["ab \t\uFEFF\r\n"].Array[0, 120], Gen.Int[1, 40]).Sample((chars, piece) =>
        {
            var text = new string(chars);
            var lines = ReadAll(text, piece);
            Assert.Equal(Obvious(text), lines);
        }, iter: 20_000);

    [Fact]
    public void Of_a_line_over_the_bound_the_beginning_is_kept_and_the_rest_skipped()
    {
        Assert.Equal([("12345678", false), ("12345678", true), ("b", false)], ReadAll("12345678\r\n12345678901234567890123456789012345678901234567890\nb", piece: 7));
    }

    [Fact]
    public void A_blank_line_is_passed_over_and_counted()
    {
        Assert.Equal([(1, "a"), (5, "b")], Numbered("\uFEFF\r\na\n\n \t\r\n\uFEFF \nb\n\n", piece: 3));
    }

    [Fact]
    public void A_byte_order_mark_is_the_lines_wherever_it_stands()
    {
        Assert.Equal([(0, "\uFEFFa"), (1, "\uFEFFb")], Numbered("\uFEFFa\n\uFEFFb", piece: 100));
    }

    private static List<(long, string)> Numbered(string text, int piece)
    {
        var lines = new List<(long, string)>();
        var reader = new LineReader(new PiecewiseStream(Encoding.UTF8.GetBytes(text), piece), LineBytesMax);
        while (reader.Read())
        {
            lines.Add((reader.Number, Encoding.UTF8.GetString(reader.Line)));
        }

        return lines;
    }

    private static List<(string, bool)> ReadAll(string text, int piece)
    {
        var lines = new List<(string, bool)>();
        var reader = new LineReader(new PiecewiseStream(Encoding.UTF8.GetBytes(text), piece), LineBytesMax);
        while (reader.Read())
        {
            lines.Add((Encoding.UTF8.GetString(reader.Line), reader.IsCut));
        }

        return lines;
    }

    private static List<(string, bool)> Obvious(string text)
    {
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return [.. lines.Select(line => line.EndsWith('\r') ? line[..^1] : line)
            .Select(line => Encoding.UTF8.GetByteCount(line) > LineBytesMax ? (Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line).AsSpan(0, LineBytesMax)), true) : (line, false))
            .Where(line => line.Item2 || (line.Item1.StartsWith('\uFEFF') ? line.Item1[1..] : line.Item1).Trim(' ', '\t', '\r').Length > 0)];
    }

    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
