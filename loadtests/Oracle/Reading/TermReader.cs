using System.Text;
using System.Text.RegularExpressions;
using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>Reads terms by the table of the sheet, section 2.</summary>
internal sealed partial class TermReader(RuleBook rules)
{
    // As they are written, in small letters; the IRIs of a row first.
    private static readonly (string Prefix, string Is, SheetRule? Alias)[] Table =
    [
        ("https://w3id.org/dpv/sector/finance#", "fin:", SheetRule.NamespacesOfFin),
        ("https://w3id.org/dpv/pd#", "pd:", SheetRule.NamespacesOfPd),
        ("https://w3id.org/dpv/dpv-pd#", "pd:", SheetRule.NamespacesOfPd),
        ("https://w3id.org/dpv/owl#", "dpv:", SheetRule.NamespacesOfDpv),
        ("https://w3id.org/dpv#", "dpv:", SheetRule.NamespacesOfDpv),
        ("http://www.w3.org/ns/dpv#", "dpv:", SheetRule.NamespacesOfDpv),
        ("sector-finance:", "fin:", SheetRule.NamespacesOfFin),
        ("dpv-pd:", "pd:", SheetRule.NamespacesOfPd),
        ("dpv:", "dpv:", null),
        ("pd:", "pd:", null),
        ("fin:", "fin:", null),
    ];

    /// <summary>Null where nothing is left without the white space around it.</summary>
    public OracleTerm? Read(FieldKind field, string written)
    {
        var text = rules.Decides(SheetRule.TextsInFormC, !written.IsNormalized()) ? written.Normalize() : written;
        text = rules.Decides(SheetRule.TermsAreTrimmed, text.Trim() != text) ? text.Trim() : text;
        if (string.IsNullOrWhiteSpace(text) && rules.Decides(SheetRule.EmptyTermIsADeadLetter, true))
        {
            return null;
        }

        return Recognise(text) is { } named
            ? VocabularyFile.Has(named, field) ? new(named, []) : new(text, [.. Inside(text), .. Missing(named)])
            : new(text, [.. Inside(text), .. Around(text)]);
    }

    // What the vocabulary would call it.
    private string? Recognise(string text)
    {
        foreach (var (prefix, name, alias) in Table)
        {
            if (!LowerAscii(text).StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var isRead = alias is not { } rule || rules.Decides(rule, true);
            if (!text.StartsWith(prefix, StringComparison.Ordinal))
            {
                isRead &= rules.Decides(SheetRule.PrefixInAnyCase, true);
            }

            return isRead ? name + text[prefix.Length..] : null;
        }

        return null;
    }

    private static SheetRule[] Missing(string named) => VocabularyFile.Has(named) ? [SheetRule.FalseIfOfAnotherKind] : [SheetRule.FalseIfNotInVocabulary];

    // Characters that no term has.
    private static IEnumerable<SheetRule> Inside(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        if (runes.Any(Rune.IsWhiteSpace))
        {
            yield return SheetRule.FalseIfWhiteSpaceInside;
        }

        if (runes.Any(rune => Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Control))
        {
            yield return SheetRule.FalseIfControlInside;
        }

        if (runes.Any(rune => Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format))
        {
            yield return SheetRule.FalseIfFormatInside;
        }

        if (text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            if (colon == 0)
            {
                yield return SheetRule.FalseIfNoPrefix;
            }
            else if (!PrefixLetters.IsMatch(text[..colon]))
            {
                yield return SheetRule.FalseIfStrangePrefix;
            }
        }
    }

    private static SheetRule[] Around(string text) => IsUnderTheVocabulary(text) ? [SheetRule.FalseIfIriIsNotRead] : [];

    private static bool IsUnderTheVocabulary(string text)
    {
        var iri = Iri.Match(LowerAscii(text));
        if (!iri.Success || Table.Any(row => LowerAscii(text).StartsWith(row.Prefix, StringComparison.Ordinal)))
        {
            return false;
        }

        var authority = Unescape(iri.Groups["authority"].Value);
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var end = authority.IndexOf('/', StringComparison.Ordinal);
        var (host, rest) = end < 0 ? (authority, "") : (authority[..end], authority[end..]);
        host = PortAndDots.Replace(host, "");
        var hostAndPath = LowerAscii(host + rest + Unescape(iri.Groups["path"].Value));
        return hostAndPath.StartsWith("w3id.org/dpv", StringComparison.Ordinal) || hostAndPath.StartsWith("www.w3.org/ns/dpv", StringComparison.Ordinal);
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text);

    // Only A to Z have small letters here: no other letter is one of a prefix in capitals.
    private static string LowerAscii(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter));

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex PrefixLetters { get; }

    [GeneratedRegex("^https?://(?<authority>[^/?#]*)(?<path>[^?#]*)")]
    private static partial Regex Iri { get; }

    // The dot may stand before the port or behind nothing at all.
    [GeneratedRegex(@"[.]*(:[0-9]*)?[.]*\z")]
    private static partial Regex PortAndDots { get; }
}
