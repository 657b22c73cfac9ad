using System.Collections.Immutable;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Silo.Agreements;
using CsCheck;

namespace Covenant.Tests.Silo;

/// <summary>The row that keeps an institution's accepted texts.</summary>
public sealed class AcceptedFormTests
{
    private static readonly AcceptedTexts Texts = new(new LogMark("topic/0", 17), ImmutableSortedDictionary<int, string>.Empty.Add(1, "agreement: acme\n").Add(2, "Zoë 😀\n"));

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.Null(AcceptedForm.TryWrite(Texts, out var stored));

        var read = AcceptedForm.Read(stored);

        Assert.Equal(Texts.At, read.At);
        Assert.Equal(Texts.Versions, read.Versions);
    }

    [Fact]
    public void A_withdrawn_institution_stays_withdrawn()
    {
        Assert.Null(AcceptedForm.TryWrite(Texts.Apply(new TextsChange(new LogMark("topic/0", 18), IsWithdrawn: true, AcceptedTexts.None.Versions)), out var stored));

        Assert.Equal((18, 0), (AcceptedForm.Read(stored).At.Offset, AcceptedForm.Read(stored).Versions.Count));
    }

    [Fact]
    public void A_row_of_a_newer_format_is_refused_by_name()
    {
        var newer = new StateWriter();
        newer.Count(2);

        Assert.Equal("the stored state has format 2; this version reads format 1", Assert.Throws<InvalidDataException>(() => AcceptedForm.Read(newer.Written.ToArray())).Message);
    }

    [Fact]
    public void A_row_that_says_it_unpacks_to_gigabytes_is_refused_before_it_is()
    {
        var bomb = new StateWriter();
        bomb.Count(1);
        bomb.Text("topic/0");
        bomb.Number(1);
        bomb.Count(int.MaxValue);
        bomb.Bytes([1, 2, 3]);

        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => AcceptedForm.Read(bomb.Written.ToArray())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_stands_in_a_row_it_is_texts_or_unreadable()
    {
        Assert.Null(AcceptedForm.TryWrite(Texts, out var whole));
        Gen.OneOf(Gen.Byte.Array[0, 64], Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, (at, value) => (byte[])[.. whole[..at], value, .. whole[(at + 1)..]]), Gen.Int[0, whole.Length].Select(length => whole[..length])).Sample(
            bytes =>
            {
                try
                {
                    AcceptedForm.Read(bytes);
                }
                catch (InvalidDataException)
                {
                }
            },
            iter: 20_000);
    }

    [Fact]
    public void Versions_that_are_too_large_together_are_refused()
    {
        var large = AcceptedTexts.None.Apply(new TextsChange(LogMark.None with { Log = "t/0", Offset = 1 }, false, Texts.Versions.SetItem(3, new string('x', AcceptedForm.TextBytesMax))));

        Assert.Contains("over 1048576 bytes", AcceptedForm.TryWrite(large, out _), StringComparison.Ordinal);
    }

    // The densest text that YAML takes.
    [Fact]
    public void A_mebibyte_that_cannot_be_compressed_fits_in_every_providers_row()
    {
        var random = new Random(17);
        var dense = string.Create(AcceptedForm.TextBytesMax, random, (letters, seed) =>
        {
            for (var at = 0; at < letters.Length; at++)
            {
                letters[at] = (char)seed.Next(' ', '~' + 1);
            }
        });

        Assert.Null(AcceptedForm.TryWrite(Texts with { Versions = AcceptedTexts.None.Versions.Add(1, dense) }, out var stored));
        Assert.InRange(stored.Length, 1, AcceptedForm.StoredBytesMax + 100);
    }
}
