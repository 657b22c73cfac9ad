namespace Covenant.Tests.Agreements.Mistakes;

internal static class SetMistakes
{
    public static readonly MistakeCase[] Cases =
    [
        new("a set names itself", SchemaSays.Accepted, Given.Head + "sets:\n  Ads: [dpv:Marketing, Ads]\n" + Given.OneClause,
            "5: set `Ads` names itself: a set holds terms and other sets"),
        new("a set names itself through others", SchemaSays.Accepted, Given.Head + "sets:\n  A: [B]\n  B: [dpv:Marketing, C]\n  C: [A]\n" + Given.OneClause,
            "5: set `A` names itself through `B`, `C`: a set holds terms and other sets"),
        new("a set is an empty list", SchemaSays.Refused, Given.Head + "sets:\n  Ads: []\n" + Given.OneClause,
            "5: set `Ads` is an empty list: name at least one term, or leave it out"),
        new("a set holds a mapping", SchemaSays.Refused, Given.Head + "sets:\n  Ads: [{ purposes: dpv:Marketing }]\n" + Given.OneClause,
            "5: set `Ads` needs terms or names of other sets, not a mapping"),
        new("a set has nothing", SchemaSays.Refused, Given.Head + "sets:\n  Ads:\n" + Given.OneClause,
            "5: set `Ads` needs terms or names of other sets, not nothing"),
        new("a set has the name of a term", SchemaSays.Accepted, Given.Head + "sets:\n  dpv:Marketing: [dpv:Advertising]\n" + Given.OneClause,
            "5: set `dpv:Marketing` has the name of a term: give it another"),
        new("a set is called star", SchemaSays.Refused, Given.Head + "sets:\n  \"*\": [dpv:Advertising]\n" + Given.OneClause,
            "5: a set cannot be called `*`: give it a name of 1 to 64 letters"),
        new("a set has an unknown term", SchemaSays.Accepted, Given.Head + "sets:\n  Ads: [dpv:Marketting]\n" + Given.OneClause,
            "5: unknown term `dpv:Marketting`: did you mean `dpv:Marketing`?"),
        new("the sets are a list", SchemaSays.Refused, Given.Head + "sets: [dpv:Marketing]\n" + Given.OneClause,
            "4: `sets` needs a mapping from names to lists, such as `Ads: [dpv:Marketing]`, not a list"),
        new("a set's plain value is no purpose", SchemaSays.Accepted, Given.Head + "sets:\n  Ads: [Marketing]\n" + "clauses:\n  - id: c\n    prohibit: { purposes: Ads }\n",
            "8: clause `c`: `Marketing` under `purposes` is neither a term nor a set: did you mean `dpv:Marketing`?"),
    ];
}
