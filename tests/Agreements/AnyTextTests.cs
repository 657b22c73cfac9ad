using System.Text;
using Covenant.Contracts.Agreements;
using CsCheck;
using Xunit;

namespace Covenant.Tests.Agreements;

/// <summary>CsCheck prints the seed of a case that fails.</summary>
public class AnyTextTests
{
    private const int Cases = 100_000;

    private static readonly string[] Pieces =
    [
        "\n", "\n  ", "\n    - ", "\t", ": ", "- ", "---\n", "...", "[", "]", "{", "}", "\"", "'", "*", "\"*\"", "&a ", "*a", "#", "|", ">", "!", "!!str ", "%YAML 1.2\n", "?", ",", "\\", "\0", "\uFEFF",
        "null", "true", "-1", "1e9", "9007199254740992", "24h", "PT24H", "P1M", "dpv:Marketting", "dpv:Use", "acme:X", "Ads", "not-permitted", "2026-02-30", "Europe/Paris", "😀", "\uD800", "<<",
        "id", "permit", "limit", "oblige", "count", "max", "sliding", "total", "per", "match", "item", "once", "since", "during", "hours", "sets", "clauses", "version", "status", "attributes.", "any", "not",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]);

    private static readonly Gen<string> Sample = Gen.Int[0, ValidAgreements.All.Length - 1].Select(i => ValidAgreements.All[i]);

    private static readonly Gen<Func<string, string>> Mutation = Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, Gen.Double.Unit, Piece, Mutate);

    private static readonly Gen<string> AnyBytes = Gen.Byte.Array[0, 200].Select(Encoding.UTF8.GetString);

    private static readonly Gen<string> AnyPieces = Gen.OneOf(Piece, Gen.String[0, 8]).Array[0, 60].Select(string.Concat);

    [Fact]
    public void Whatever_the_bytes_the_answer_is_agreements_or_mistakes() => Gen.OneOf(AnyBytes, AnyPieces).Sample(Check, iter: Cases);

    [Fact]
    public void However_a_document_is_spoilt_the_answer_is_agreements_or_mistakes() =>
        Gen.Select(Sample, Mutation.Array[1, 6], (text, mutations) => mutations.Aggregate(text, (spoilt, mutate) => mutate(spoilt))).Sample(Check, iter: Cases);

    private static void Check(string text)
    {
        var reading = AgreementReader.Read(text, "any.yaml");

        Assert.False(reading.Documents.IsEmpty && reading.Mistakes.IsEmpty, "neither an agreement nor a mistake");
        var lines = text.Count(letter => letter is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2;
        foreach (var mistake in reading.Mistakes)
        {
            Assert.InRange(mistake.Line, 1, lines);
            Assert.DoesNotContain('\n', mistake.Message);
            Assert.False(mistake.Message.Contains("System.", StringComparison.Ordinal) || mistake.Message.Contains("YamlDotNet", StringComparison.Ordinal) || mistake.Message.Length > 600, mistake.Message);
        }

        foreach (var document in reading.Documents)
        {
            var again = AgreementReader.Read(document.Text, "again.yaml");
            Assert.Empty(again.Mistakes);
            Assert.Equal(AgreementText.Of(document.Agreement), AgreementText.Of(Assert.Single(again.Documents).Agreement));
        }
    }

    private static Func<string, string> Mutate(int kind, double at, double to, string piece) => text =>
    {
        var start = (int)(at * text.Length);
        var end = Math.Min(text.Length, start + (int)(to * to * to * 60));
        return kind switch
        {
            0 => text.Insert(start, piece),
            1 => text.Remove(start, end - start),
            2 => text[..start] + piece + text[end..],
            3 => text.Insert((int)(to * text.Length), text[start..end]),
            _ => text[..start],
        };
    };
}
