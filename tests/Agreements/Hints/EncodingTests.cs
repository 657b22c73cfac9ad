using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Tests.Agreements.Mistakes;

namespace Covenant.Tests.Agreements.Hints;

public sealed class EncodingTests
{
    private const string Text = Given.Head + "title: Crédit\n" + Given.OneClause;

    [Fact]
    public void A_file_in_latin_1_is_told_with_its_line_and_byte() =>
        Assert.Equal("a.yaml:4: the byte 0xE9 is no UTF-8, so the file is probably Latin-1 (Windows-1252): write it as UTF-8", Said(Encoding.Latin1.GetBytes(Text)));

    [Fact]
    public void A_file_in_utf_16_or_32_is_told_with_or_without_its_mark()
    {
        Assert.All(new[] { Encoding.Unicode, Encoding.BigEndianUnicode }, encoding =>
        {
            Assert.Equal("a.yaml:1: the file is UTF-16: write it as UTF-8", Said([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]));
            Assert.Equal("a.yaml:1: the file is UTF-16: write it as UTF-8", Said(encoding.GetBytes(Text)));
        });
        Assert.Equal("a.yaml:1: the file is UTF-32: write it as UTF-8", Said([.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes(Text)]));
    }

    [Fact]
    public void A_file_that_ends_within_a_character_is_told() =>
        Assert.Equal("a.yaml:7: the file ends in the middle of a character: write it whole, as UTF-8", Said([.. Encoding.UTF8.GetBytes(Given.Head + Given.OneClause), .. "€"u8[..2]]));

    [Fact]
    public void A_file_in_utf_8_is_read_with_or_without_its_mark() =>
        Assert.All(new byte[][] { Encoding.UTF8.GetBytes(Text), [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Text)] }, bytes => Assert.Empty(AgreementReader.Read(bytes, "a.yaml").Mistakes));

    private static string Said(byte[] bytes) => Assert.Single(AgreementReader.Read(bytes, "a.yaml").Mistakes).ToString();
}
