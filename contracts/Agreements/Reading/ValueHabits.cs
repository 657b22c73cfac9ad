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

    [GeneratedRegex(@"^(?:!=|<>|\u2260|!|(?:not|except|excluding|other\s+than|anything\s+but|outside)\s)\s*(?<value>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Negation { get; }

    [GeneratedRegex(@"^(?:==?|is\s|eq\s)\s*(?<value>\S.*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Equality { get; }

    [GeneratedRegex(@"^(?:(?:[<>\u2264\u2265]=?|=[<>]|(?:over|under|above|below|at least|at most|more than|less than|gt|lt|gte|lte)\s)\s*[0-9].*|[0-9.]+\s*(?:\.\.+|to)\s*[0-9.]+|[0-9]+\+|[0-9.,_]+\s*(?:or|and)\s+(?:more|less|fewer|over|under|above|below|up|higher|lower)|between\s.*)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Comparison { get; }

    [GeneratedRegex(@"^(?:/.+/[a-z]*|\^.+|.+\x24|~.+|.*\[.+\].*|[\p{L}\p{N}]+\?|.*\p{L}%)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }

    [GeneratedRegex(@"^[+-]?(?:0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number { get; }

    // Of base 60 in YAML 1.1.
    [GeneratedRegex(@"^[+-]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sexagesimal { get; }

    /// <param name="field">Null in a set, which is of no field yet.</param>
    public void Check(Field? field, ScalarNode item)
    {
        var value = item.Value;
        if (value == "*" || field?.Kind == FieldKind.CustomerPresent || value.Length > LengthMax || IsRefused(field, value))
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

    /// <summary>What is wrong with a text where terms belong, which is refused for it; null where it is one of no such habit.</summary>
    public static string? Refused(Field? field, ScalarNode item)
    {
        var (name, value) = (Name(field), item.Value);
        var said = (Negation.IsMatch(value) || Equality.IsMatch(value) ? OfCompared(name, value) : null) ?? JoinedValues.Explain(field, value) ?? OfWord(name, item, value);
        return said?.Replace(" is compared as a text", " is no term", StringComparison.Ordinal);
    }

    private static string? Say(Field? field, ScalarNode item, string value)
    {
        var name = Name(field);
        if (item.IsPlain && OldBoolean.IsMatch(value) && field?.Kind != FieldKind.CustomerPresent)
        {
            var boolean = value.ToLowerInvariant() is "y" or "yes" or "on" ? "true" : "false";
            return $"{Quoted.Of(value)} without quotes is read as the text {Quoted.Of(value)}, where a reader of YAML 1.1 takes it for a boolean: write {Quoted.Of($"\"{value}\"")}, or `{boolean}` if that is meant";
        }

        return OfLarger(value) ?? (Negation.IsMatch(value) ? OfCompared(name, value) : null) ?? JoinedValues.Explain(field, value) ?? OfCompared(name, value) ?? OfWord(name, item, value) ?? OfNumber(field, item, value)
            ?? OfHidden(field, value) ?? OfLookAlike(value);
    }

    private static string? OfCompared(string name, string value)
    {
        if (Negation.Match(value) is { Success: true } not)
        {
            return $"{Quoted.Of(value)} is compared as a text: for all events but those with it write {Quoted.Of($"not: {{ {name}: {List(not.Groups["value"].Value)} }}")}";
        }

        if (Equality.Match(value) is { Success: true } equal)
        {
            return $"{Quoted.Of(value)} is compared as a text, sign and all: write {Quoted.Of(equal.Groups["value"].Value)}";
        }

        return OfLarger(value) ?? (Pattern.IsMatch(value) ? $"{Quoted.Of(value)} is compared as a text, for an agreement knows no patterns: name the values" : null);
    }

    private static string? OfLarger(string value) => Comparison.IsMatch(value)
        ? $"{Quoted.Of(value)} is compared as a text, for an agreement knows no larger and smaller: name the values; how much comes together a `limit` says, with `sum: records` and `max`" : null;

    private static string List(string value) => value == "*" ? "\"*\"" : JoinedValues.Parts(null, value) is { } parts ? $"[{string.Join(", ", parts)}]" : value;

    private static string? OfLookAlike(string value) => LookAlikes.Plain(value) is { } plain
        ? $"{Quoted.Of(value)} has letters or signs that look like others, and takes only an event that has them too: write {Quoted.Of(plain == "*" ? "\"*\"" : plain)} if that is meant" : null;

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
        if (item.IsPlain && Sexagesimal.IsMatch(value))
        {
            return $"{Quoted.Of(value)} without quotes is read as the text {Quoted.Of(value)}, where a reader of YAML 1.1 takes it for a number of base 60: write {Quoted.Of($"\"{value}\"")}";
        }

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

    /// <summary>The number as an event writes it; null where it is none.</summary>
    public static string? Usual(string value)
    {
        var (sign, digits) = value[0] is '-' ? ("-", value[1..]) : ("", value.TrimStart('+'));
        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (digits.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? sign + hex.ToString(CultureInfo.InvariantCulture) : null;
        }

        if (digits.Length <= 20 && (digits.StartsWith("0o", StringComparison.Ordinal) || digits.StartsWith("0b", StringComparison.Ordinal)))
        {
            return sign + digits[2..].Aggregate(0L, (number, digit) => number * (digits[1] == 'o' ? 8 : 2) + (digit - '0')).ToString(CultureInfo.InvariantCulture);
        }

        if (digits.Length > 25 || !decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return sign + number.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    /// <summary>The kind of the terms that a field holds; null where it holds other values.</summary>
    public static TermKind? KindOf(Field? field) => field?.Kind switch
    {
        FieldKind.Operation => TermKind.Operation,
        FieldKind.Purposes => TermKind.Purpose,
        FieldKind.Categories => TermKind.Category,
        _ => null,
    };

    private static string Name(Field? field) => field is { } known ? Name(known) : "region";

    private static string Name(Field field) => field.Kind == FieldKind.Attribute ? Quoted.Of(field.ToString()).Trim('`') : field.ToString();
}
