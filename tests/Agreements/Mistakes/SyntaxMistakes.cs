namespace Covenant.Tests.Agreements.Mistakes;

internal static class SyntaxMistakes
{
    public static readonly MistakeCase[] Cases =
    [
        new("nothing is in it", SchemaSays.Nothing, "",
            "1: there is no agreement in it: begin with `agreement: NAME`, `version: 1`, `effective: TIME` and `clauses:`"),
        new("only comments are in it", SchemaSays.Nothing, "# to be done\n",
            "1: there is no agreement in it: begin with `agreement: NAME`, `version: 1`, `effective: TIME` and `clauses:`"),
        new("a tab indents", SchemaSays.Nothing, "agreement: acme\nsets:\n\tAds: [dpv:Marketing]\n",
            "3: not readable as YAML: a tab cannot indent: write spaces"),
        new("a star is not quoted", SchemaSays.Nothing, Given.Prohibit("{ recipient: * }"),
            "6: not readable as YAML: a `*` here is an alias: to take any value write `\"*\"` in quotes"),
        new("a list is not closed", SchemaSays.Nothing, Given.Head + "clauses: [\n",
            "5: not readable as YAML: a value, or a bracket that closes, is missing here"),
        new("a mapping is not closed", SchemaSays.Nothing, Given.Head + "sets: { Ads: [dpv:Marketing]\n" + Given.OneClause,
            "4: not readable as YAML from here on: close what is open, and quote values that begin with `!`, `&`, `*`, `[` or `{`"),
        new("a quote is not closed", SchemaSays.Nothing, "agreement: \"acme\nversion: 1\n",
            "1: not readable as YAML: a quote that is opened here is not closed"),
        new("a value has a second colon", SchemaSays.Nothing, "agreement: acme: bank\n",
            "1: not readable as YAML: a second `key:` where a value belongs: put the value in quotes, or mend the indentation"),
        new("the indentation is wrong", SchemaSays.Nothing, Given.Head + "clauses:\n  - id: c\n   prohibit: dpv:Use\n",
            "6: not readable as YAML: the indentation does not fit what stands above: begin the items of a list in the same column"),
        new("JSON is cut off", SchemaSays.Nothing, "{ \"agreement\": \"acme\", \"version\": 1, \"eff",
            "1: not readable as YAML: a quote that is opened here is not closed"),
        new("an alias has no anchor", SchemaSays.Nothing, Given.Prohibit("*ads"),
            "6: alias `*ads` has no anchor `&ads` above it in this document; to take any value write `\"*\"` in quotes"),
        new("a tag is used", SchemaSays.Nothing, Given.Prohibit("!term dpv:Use"),
            "6: tag `!term` means nothing in an agreement: leave it out"),
        new("a tag is no URI", SchemaSays.Nothing, Given.Prohibit("!<:> dpv:Use"),
            "6: not readable as YAML from here on: close what is open, and quote values that begin with `!`, `&`, `*`, `[` or `{`"),
        new("a key has no value where the indentation breaks off", SchemaSays.Nothing, Given.Head + "clauses:\n  - : c\n  permit: { dpv:Use }\n",
            "6: not readable as YAML: a key or a value is missing, or the indentation does not fit what stands above"),
        new("a key is a list", SchemaSays.Nothing, Given.Head + "? [a, b]\n: c\n" + Given.OneClause,
            "4: a list cannot be a key: write a word"),
    ];
}
