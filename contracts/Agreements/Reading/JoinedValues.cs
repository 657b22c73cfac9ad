using System.Text.RegularExpressions;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Texts that join several values, or stand for several: <c>"US, CA"</c>, <c>dpv:Use/dpv:Share</c>, <c>"US*"</c>.</summary>
internal static partial class JoinedValues
{
    [GeneratedRegex(@"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\z|^[0-9]+,[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithComma { get; }

    [GeneratedRegex(@"^[A-Z]{2}(?:\s*[/&+]\s*[A-Z]{2}|\s+[A-Z]{2})+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Regions { get; }

    [GeneratedRegex(@"^[\p{L}\p{N}_.:/ -]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Simple { get; }

    /// <summary>What is wrong with a text that joins several values, or has a star inside; null where it does neither. Where such a text stands for terms it is refused.</summary>
    public static string? Explain(Field? field, string value)
    {
        if (Reprefixed(field, value) is { } term)
        {
            return $"{Quoted.Of(value)} is no term: write {Quoted.Of(term)}";
        }

        if (ValueHabits.KindOf(field) is null && NumberWithComma.IsMatch(value))
        {
            var number = value.Split(',') is [var whole, { Length: < 3 } fraction] ? $"{whole}.{fraction}" : value.Replace(",", "", StringComparison.Ordinal);
            return ValueHabits.Usual(number) is { } usual ? $"{Quoted.Of(value)} is compared as a text, comma and all: for the number write {Quoted.Of(usual)}" : null;
        }

        if (Parts(field, value) is { } parts)
        {
            parts = ValueHabits.KindOf(field) is TermKind.Purpose or TermKind.Category ? parts.ConvertAll(part => MeantTerm.Exact(part, ValueHabits.KindOf(field)) ?? part) : parts;
            return parts.All(part => Simple.IsMatch(part))
                ? $"{Quoted.Of(value)} is one text: for several values write {Quoted.Of($"[{string.Join(", ", parts)}]")}"
                : $"{Quoted.Of(value)} is one text: for several values write a list of them in brackets";
        }

        return !value.Contains('*', StringComparison.Ordinal) ? null
            : Root(field, value) is { } root ? $"{Quoted.Of(value)} has a `*` inside, which stands for nothing else: a term takes all that is below it, so write {Quoted.Of(root)}, or `\"*\"` for any value"
            : $"{Quoted.Of(value)} has a `*` inside, which stands for nothing else: name each value{(value.Contains(':', StringComparison.Ordinal) ? " or the term above them" : "")}, or write `\"*\"` for any value";
    }

    // `dpv;Use` is one term, and no two values.
    private static string? Reprefixed(Field? field, string value)
    {
        var sign = value.AsSpan().IndexOfAny(";,|");
        return sign > 0 && value[..sign] is "dpv" or "pd" or "fin" && MeantTerm.Exact($"{value[..sign]}:{value[(sign + 1)..]}", ValueHabits.KindOf(field)) is { } term && TermDag.Find(term).IsPrefixed ? term : null;
    }

    /// <summary>The values that it joins; null where it is one.</summary>
    public static List<string>? Parts(Field? field, string value)
    {
        if (ValueHabits.KindOf(field) is { } kind && value.Split([' ', '/', '+', '&'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } terms && Array.TrueForAll(terms, term => Term.Read(term, kind).Id >= 0))
        {
            return [.. terms];
        }

        if (field?.Kind == FieldKind.Region && Regions.IsMatch(value))
        {
            return [.. value.Split([' ', '\t', '/', '&', '+'], StringSplitOptions.RemoveEmptyEntries)];
        }

        var parts = value.Split([",", ";", "|", "\uFF0C", "\u3001", "\uFF1B", " or ", " OR ", " and ", " AND ", "&&", "\n", "\t"], StringSplitOptions.TrimEntries);
        return parts.Length > 1 && Array.TrueForAll(parts, part => part.Length > 0 && part.Length <= 64) && (value.IndexOfAny([',', ';', '|', '\n', '\t', '&', '\uFF0C', '\u3001', '\uFF1B']) >= 0 || parts.All(part => !part.Contains(' ', StringComparison.Ordinal)))
            ? [.. parts.Where(part => part.Length > 0)] : null;
    }

    private static string? Root(Field? field, string value) => value != "dpv:*" ? null : field?.Kind switch
    {
        FieldKind.Operation => "dpv:Processing",
        FieldKind.Purposes => "dpv:Purpose",
        FieldKind.Categories => "dpv:PersonalData",
        _ => null,
    };
}
