using System.Globalization;
using System.Text.RegularExpressions;
using Covenant.Contracts.Showing;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Warns of values that are allowed, and that another language or another reader would understand otherwise: what is compared here is the text alone.</summary>
internal sealed partial class ValueHabits(MistakeList mistakes)
{
    private const int LengthMax = 200;

    [GeneratedRegex(@"^(?:y|n|yes|no|on|off)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OldBoolean { get; }

    [GeneratedRegex(@"^(?:!=|<>|\u2260|!|not\s)\s*(?<value>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Negation { get; }

    [GeneratedRegex(@"^(?:==?|is\s|eq\s)\s*(?<value>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Equality { get; }

    [GeneratedRegex(@"^(?:(?:[<>\u2264\u2265]=?|=[<>]|(?:over|under|above|below|at least|at most|more than|less than|gt|lt|gte|lte)\s)\s*[0-9].*|[0-9.]+\s*(?:\.\.+|to)\s*[0-9.]+|[0-9]+\+|between\s.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Comparison { get; }

    [GeneratedRegex(@"^(?:/.+/[a-z]*|\^.+|.+\x24|~.+|.*\[.+\].*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"^[+-]?(?:0x[0-9a-fA-F]+|0o[0-7]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"^[\p{L}\p{N}_.:/ -]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Simple { get; }

    /// <param name="field">Null in a set, which is of no field yet.</param>
    public void Check(Field? field, ScalarNode item)
    {
        var value = item.Value;
        if (value == "*" || value.Length > LengthMax || IsRefused(field, value))
        {
            return;
        }

        if (Say(field, item, value) is { } said)
        {
            mistakes.Warn(item, said);
        }
    }

    private static bool IsRefused(Field? field, string value) => field?.Kind switch
    {
        null => TermCheck.IsUnknown(value),
        FieldKind.Operation => Term.Read(value, TermKind.Operation).IsFalse,
        FieldKind.Purposes => Term.Read(value, TermKind.Purpose) is { IsFalse: true } or { IsPrefixed: false },
        FieldKind.Categories => Term.Read(value, TermKind.Category) is { IsFalse: true } or { IsPrefixed: false },
        _ => false,
    };

    /// <summary>What is wrong with a text that joins several values, or has a star inside; null where it does neither. Where such a text stands for terms it is refused.</summary>
    public static string? Joined(Field? field, string value)
    {
        if (Parts(value) is { } parts)
        {
            parts = field?.Kind is FieldKind.Purposes or FieldKind.Categories ? parts.ConvertAll(part => ForeignTerms.Known(part) ?? part) : parts;
            return parts.All(part => Simple.IsMatch(part))
                ? $"{Quoted.Of(value)} is one text: for several values write {Quoted.Of($"[{string.Join(", ", parts)}]")}"
                : $"{Quoted.Of(value)} is one text: for several values write a list of them in brackets";
        }

        return !value.Contains('*', StringComparison.Ordinal) ? null
            : Root(field, value) is { } root ? $"{Quoted.Of(value)} has a `*` inside, which stands for nothing else: a term takes all that is below it, so write {Quoted.Of(root)}, or `\"*\"` for any value"
            : $"{Quoted.Of(value)} has a `*` inside, which stands for nothing else: name each value{(value.Contains(':', StringComparison.Ordinal) ? " or the term above them" : "")}, or write `\"*\"` for any value";
    }

    private static string? Say(Field? field, ScalarNode item, string value)
    {
        var name = field is { } known ? Name(known) : "region";
        if (item.IsPlain && OldBoolean.IsMatch(value) && field?.Kind != FieldKind.CustomerPresent)
        {
            var boolean = value.ToLowerInvariant() is "y" or "yes" or "on" ? "true" : "false";
            return $"{Quoted.Of(value)} without quotes is read as the text {Quoted.Of(value)}, where a reader of YAML 1.1 takes it for a boolean: write {Quoted.Of($"\"{value}\"")}, or `{boolean}` if that is meant";
        }

        return Joined(field, value) ?? OfCompared(name, value) ?? OfWord(name, item, value) ?? OfNumber(field, item, value) ?? OfHidden(field, value);
    }

    private static string? OfCompared(string name, string value)
    {
        if (Negation.Match(value) is { Success: true } not)
        {
            return $"{Quoted.Of(value)} is compared as a text: for all events but those with it write {Quoted.Of($"not: {{ {name}: {not.Groups["value"].Value} }}")}";
        }

        if (Equality.Match(value) is { Success: true } equal)
        {
            return $"{Quoted.Of(value)} is compared as a text, sign and all: write {Quoted.Of(equal.Groups["value"].Value)}";
        }

        return Comparison.IsMatch(value)
            ? $"{Quoted.Of(value)} is compared as a text, for an agreement knows no larger and smaller: name the values; how much comes together a `limit` says, with `sum: records` and `max`"
            : Pattern.IsMatch(value) ? $"{Quoted.Of(value)} is compared as a text, for an agreement knows no patterns: name the values" : null;
    }

    private static string? OfWord(string name, ScalarNode item, string value) => value.ToLowerInvariant() switch
    {
        "any" or "all" or "everything" or "anything" => $"{Quoted.Of(value)} is compared as a text: for any value write `\"*\"`",
        "none" or "nil" or "undefined" or "n/a" or "missing" or "absent" => $"{Quoted.Of(value)} is compared as a text: for events without a value write {Quoted.Of($"not: {{ {name}: \"*\" }}")}",
        "null" or "~" when !item.IsPlain => $"{Quoted.Of(value)} is compared as a text: for events without a value write {Quoted.Of($"not: {{ {name}: \"*\" }}")}",
        _ => null,
    };

    // An event's number is compared as it is written there, and nobody writes numbers so.
    private static string? OfNumber(Field? field, ScalarNode item, string value)
    {
        if (!item.IsPlain || field is { Kind: not FieldKind.Attribute } || !Number.IsMatch(value) || Usual(value) is not { } usual || usual == value)
        {
            return null;
        }

        return $"{Quoted.Of(value)} is compared as the text {Quoted.Of(value)}, which a number {usual} of an event is not: write {Quoted.Of(usual)}, or {Quoted.Of($"\"{value}\"")} in quotes if the text is meant";
    }

    private static string? OfHidden(Field? field, string value)
    {
        // Around a term white space is left out.
        var isTerm = field is { Kind: FieldKind.Operation or FieldKind.Purposes or FieldKind.Categories };
        var seen = string.Concat(value.EnumerateRunes().Where(rune => !Shown.Hides(rune.ToString()))).Trim();
        return isTerm || value == seen || seen.Length == 0 ? null
            : $"{Quoted.Of(value)} has white space at an end, or characters that nobody sees, and takes only an event that has them too: write {Quoted.Of(seen)}";
    }

    private static List<string>? Parts(string value)
    {
        var parts = value.Split([",", ";", "|", " or ", " OR ", " and ", " AND ", "&&", "\n"], StringSplitOptions.TrimEntries);
        return parts.Length > 1 && Array.TrueForAll(parts, part => part.Length > 0 && part.Length <= 64) && (value.IndexOfAny([',', ';', '|', '\n', '&']) >= 0 || parts.All(part => !part.Contains(' ', StringComparison.Ordinal)))
            ? [.. parts.Where(part => part.Length > 0)] : null;
    }

    private static string? Root(Field? field, string value) => value != "dpv:*" ? null : field?.Kind switch
    {
        FieldKind.Operation => "dpv:Processing",
        FieldKind.Purposes => "dpv:Purpose",
        FieldKind.Categories => "dpv:PersonalData",
        _ => null,
    };

    private static string? Usual(string value)
    {
        var (sign, digits) = value[0] is '-' ? ("-", value[1..]) : ("", value.TrimStart('+'));
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (digits.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? sign + hex.ToString(CultureInfo.InvariantCulture) : null;
        }

        if (digits.StartsWith("0o", StringComparison.Ordinal) || digits.Length > 25 || !decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return sign + number.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    private static string Name(Field field) => field.Kind == FieldKind.Attribute ? Quoted.Of(field.ToString()).Trim('`') : field.ToString();
}
