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
        var text = FormC.Of(written, rules, SheetRule.TextsInFormC);
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
        if (Table.Any(row => LowerAscii(text).StartsWith(row.Prefix, StringComparison.Ordinal)))
        {
            return false;
        }

        return new[] { text, Unescape(text) }.Select(LowerAscii).Select(one => Iri.Match(one)).Where(iri => iri.Success).Any(iri =>
        {
            var hostAndPath = LowerAscii(Host(Unescape(iri.Groups["authority"].Value)) + Straight(Unescape(iri.Groups["path"].Value)));
            return Homes.IsMatch(hostAndPath);
        });
    }

    // Without user, port and dots; wide letters, and the full stop of Chinese and Japanese, are what they stand for.
    private static string Host(string authority)
    {
        var host = BesideHost.Replace(authority, "");
        return host.Length > 253 ? "" : host.Normalize(System.Text.NormalizationForm.FormKC).Replace("\u3002", ".", StringComparison.Ordinal).TrimEnd('.');
    }

    private static string Straight(string path)
    {
        path = NoStep.Replace(path.Replace('\\', '/'), "");
        while (StepBack.IsMatch(path))
        {
            path = StepBack.Replace(path, "", 1);
        }

        return path;
    }

    // Of what was escaped four times.
    private static string Unescape(string text) => Enumerable.Range(0, 4).Aggregate(text, (one, _) => Uri.UnescapeDataString(one));

    // Only A to Z have small letters here: no other letter is one of a prefix in capitals.
    private static string LowerAscii(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter));

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex PrefixLetters { get; }

    [GeneratedRegex(@"^https?:[/\\]*(?<authority>[^/\\?#]*)(?<path>[^?#]*)")]
    private static partial Regex Iri { get; }

    [GeneratedRegex(@"^(www[.])?w3id[.]org/dpv|^(www[.])?w3[.]org/ns/dpv")]
    private static partial Regex Homes { get; }

    [GeneratedRegex(@"^.*@|[:\0].*\z", RegexOptions.Singleline)]
    private static partial Regex BesideHost { get; }

    [GeneratedRegex(@"/[.]?(?=/|\z)")]
    private static partial Regex NoStep { get; }

    [GeneratedRegex(@"(/(?![.][.](/|\z))[^/]+)?/[.][.](?=/|\z)")]
    private static partial Regex StepBack { get; }
}
