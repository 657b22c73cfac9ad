using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>The ways in which people write a term, and what only looks like one.</summary>
internal static class Spelling
{
    private static readonly string[] Blanks = [" ", "\t", "\u00A0", "\u3000", "\u2028"];

    // By the prefix that they stand for.
    private static readonly (string Prefix, string[] Others)[] Aliases =
    [
        ("dpv:", ["https://w3id.org/dpv#", "https://w3id.org/dpv/owl#", "http://www.w3.org/ns/dpv#", "HTTPS://W3ID.org/DPV#", "DPV:", "Dpv:"]),
        ("pd:", ["dpv-pd:", "https://w3id.org/dpv/pd#", "https://w3id.org/dpv/dpv-pd#", "PD:", "DPV-PD:", "https://W3ID.ORG/dpv/pd#"]),
        ("fin:", ["sector-finance:", "https://w3id.org/dpv/sector/finance#", "FIN:", "Sector-Finance:"]),
    ];

    // What the local name of a term is put into; none of them is read.
    private static readonly string[] FalseForms =
    [
        "dpv:{0}s", "dpv: {0}", "pd:{0}", "DPV:{0}x", "https://w3id.org/dpv#{0}s", "sector-finance:{0}",
        "http://w3id.org/dpv#{0}", "https://w3id.org/dpv/owl/{0}", "https://w3id.org:443/dpv#{0}", "https://u@w3id.org/dpv#{0}", "https://w3id.org./dpv#{0}",
        "https://w3id.org/%64pv#{0}", "HTTPS://WWW.W3.ORG/NS/DPV#{0}", "https://w3id.org/dpv", "https://u:p@W3ID.org.:8080/d%70v/{0}", "https://w3id.org:99999/dpv#{0}",
        "https://w3id.org:/dpv#{0}", "https://a%2Fb@w3id.org/%2564pv#{0}", "https://w3id.org/./dpv#{0}", "https://w3id.org/x/y/../../dpv#{0}", "https://www.w3.org/../ns//dpv#{0}", "https://\uFF573id.org/dpv#{0}", "https://w3id\u3002org/dpv#{0}", "https://w3id.org%2Fdpv#{0}", "https://w3id%2Eorg/dpv#{0}",
        "x:{0} {0}", "x:{0}\u00A0{0}", "x:{0}\u0007", "x:\u0085x", "x:{0}\u200B", "\u200Bdpv:{0}", "x:{0}\U000E0041", ":{0}", ":x", ":dpv:{0}", ":{0}s", "x:{0}\u001B", "x y:{0}", "\u00E9:{0}", "x/y:{0}",
    ];

    /// <summary>A term that is read, mostly as the vocabulary spells it.</summary>
    public static Gen<string> Of(Gen<string> term) => Gen.Select(term, Gen.Frequency((9, Gen.Const(0)), (2, Gen.Int[1, 6])), Gen.Frequency((14, Gen.Const(-1)), (1, Gen.Int[0, Blanks.Length - 1])), Write);

    /// <summary>The same term written that way, whatever it is: one that has no such way stays.</summary>
    public static string Write(string term, int alias, int blank)
    {
        var others = Aliases.Where(row => alias > 0 && term.StartsWith(row.Prefix, StringComparison.Ordinal)).ToList();
        var written = others is [var (prefix, ways)] ? ways[alias % ways.Length] + term[prefix.Length..] : term;
        return blank < 0 ? written : $"{Blanks[blank]}{written}{Blanks[^(1 + blank)]}";
    }

    /// <summary>A false term, from the local name of a true one.</summary>
    public static Gen<string> False(Gen<string> term, params string[] ofAnotherKind) => Gen.Select(
        term,
        Gen.Frequency((2, Gen.OneOf(ofAnotherKind)), (1, term.Select(one => one.ToLowerInvariant())), (9, Gen.OneOf(FalseForms))),
        (one, form) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, one[(one.IndexOf(':', StringComparison.Ordinal) + 1)..]));

    /// <summary>The same text typed as letter and accent where it has one.</summary>
    public static string Decomposed(string text, bool isDecomposed) => isDecomposed ? text.Normalize(System.Text.NormalizationForm.FormD) : text;
}
