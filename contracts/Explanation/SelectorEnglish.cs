using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Explanation;

/// <summary>A selector as a noun phrase: <c>`dpv:Use` touches by `ads-ranking` while the customer is not present</c>.</summary>
internal static class SelectorEnglish
{
    private const string Those = "those";

    /// <summary>Several of them, or none: <c>`dpv:Use` touches for `dpv:Marketing`</c>.</summary>
    /// <param name="kind">What to call it where no operation is named: <c>touch</c> or <c>event</c>.</param>
    public static string Many(Selector selector, string kind = "event") => Head(selector, kind, many: true) + Rest(selector, kind, many: true);

    /// <summary>One of them, with its article: <c>a `dpv:Use` touch for `dpv:Marketing`</c>.</summary>
    public static string One(Selector selector, string kind = "event")
    {
        var phrase = Head(selector, kind, many: false) + Rest(selector, kind, many: false);
        return (phrase.TrimStart('`')[0] is 'a' or 'e' or 'i' or 'o' or 'A' or 'E' or 'I' or 'O' ? "an " : "a ") + phrase;
    }

    /// <summary>One of them, without an article, as after <c>no</c>.</summary>
    public static string Bare(Selector selector) => Head(selector, "event", many: false) + Rest(selector, "event", many: false);

    private static string Head(Selector selector, string kind, bool many)
    {
        var named = selector.Fields.FirstOrDefault(test => test.Field.Kind == FieldKind.Operation);
        var values = named is null || named.AnyValue ? [] : named.Values;
        var noun = values.Length == 0 ? kind : values.All(IsTouch) ? "touch" : values.Any(IsTouch) ? "event" : "fact";
        var plural = !many || noun == Those ? noun : noun == "touch" ? "touches" : noun + "s";
        return values.Length == 0 ? plural : $"{Phrases.Either(values.Select(Phrases.Quoted))} {plural}";
    }

    private static bool IsTouch(string operation) => operation.Contains(':', StringComparison.Ordinal);

    private static string Rest(Selector selector, string kind, bool many)
    {
        var rest = string.Concat(selector.Fields.Where(test => test.Field.Kind != FieldKind.Operation).Select(test => " " + Of(test)));
        if (selector.Any.Length > 0)
        {
            var be = (many ? "are" : "is") + (selector.Any.Length == 1 ? "" : " either");
            rest += $" that {be} {Phrases.Either(selector.Any.Select(one => many ? Many(one, kind) : One(one, kind)))}";
        }

        return selector.Not is { } not ? $"{rest} (but not {Many(not, Those)})" : rest;
    }

    private static string Of(FieldTest test) => test.AnyValue ? Present(test.Field) : With(test.Field, test.Values);

    private static string With(Field field, IReadOnlyList<string> values)
    {
        var list = Phrases.Either(values.Select(Phrases.Quoted));
        return field.Kind switch
        {
            FieldKind.Purposes => "for " + list,
            FieldKind.Categories => $"of {list} data",
            FieldKind.Actor => "by " + list,
            FieldKind.Role => $"in the role {list}",
            FieldKind.Recipient => "to " + list,
            FieldKind.Region => $"in the region {list}",
            FieldKind.Forms => $"in the form {list}",
            FieldKind.CustomerPresent when values.Count > 1 => "whether or not the customer is present",
            FieldKind.CustomerPresent => values[0] == "true" ? "while the customer is present" : "while the customer is not present",
            FieldKind.Conversation => $"in the conversation {list}",
            FieldKind.Item => $"on the item {list}",
            _ => $"with `{field}` {list}",
        };
    }

    private static string Present(Field field) => field.Kind switch
    {
        FieldKind.Purposes => "for any stated purpose",
        FieldKind.Categories => "of any stated category",
        FieldKind.Actor => "by any named actor",
        FieldKind.Recipient => "to any named recipient",
        FieldKind.Conversation => "in any conversation",
        FieldKind.Item => "on any named item",
        FieldKind.CustomerPresent => "that say whether the customer is present",
        _ => $"with any `{field}`",
    };
}
