using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.LoadTests.Oracle;
using CsCheck;

namespace Covenant.LoadTests.Generation;

internal static class AgreementGen
{
    private const int ClausesMax = 6;

    /// <summary>One to four versions that draw on the same few clauses: they share definitions, or change a maximum, a mode, a report or an id.</summary>
    public static Gen<Agreement[]> Of(string institution, Grid grid) =>
        from clauses in ClauseGen.Of(grid).Array[1, ClausesMax]
        from permits in ClauseGen.Permits(grid)
        let pool = permits.Concat(clauses).ToArray()
        from versions in Version(institution, grid, pool).Array[1, 4]
        from words in Gen.Frequency((1, Gen.Shuffle(Alphabet.Words, 0, Alphabet.Words.Length)), (1, Gen.Const(Alphabet.Words))).Array[versions.Length]
        from spellings in Gen.Int[0, 1_000_000].Array[versions.Length]
        select Number([.. versions.Select((version, at) => Spelled(version, words[at], spellings[at]))]);

    private static Gen<Agreement> Version(string institution, Grid grid, Clause[] pool) => Gen.Select(
        Gen.Frequency((9, AgreementStatus.Active), (5, AgreementStatus.Draft), (1, AgreementStatus.Abstained), (1, AgreementStatus.Retired)),
        Gen.Frequency((5, Gen.Const(-100)), (2, Gen.Int[-1, 20])),
        grid.Tolerance,
        Gen.Frequency((1, SelectorGen.Any), (1, SelectorGen.Permit)).Null(0.75),
        Gen.Select(Gen.Frequency((3, true), (1, false)), Change, (kept, change) => (kept, change)).Array[pool.Length],
        Gen.OneOf(Alphabet.Sometimes).Null(0.3),
        (status, step, tolerance, scope, choices, name) => new Agreement
        {
            Institution = institution,
            Version = 1,
            Effective = grid.At(step),
            Status = status,
            Tolerance = tolerance,
            Scope = scope,
            Clauses = [.. Kept(pool, choices), .. status == AgreementStatus.Draft && name is not null ? [Naming(name)] : Array.Empty<Clause>()],
        });

    // A name of the draft's own.
    private static ProhibitClause Naming(string name) =>
        new() { Id = "names", What = new Selector { Fields = [new(new(FieldKind.Operation), [name])] }, Unless = new Condition.Not(new Condition.Once(new Selector { Fields = [new(new(FieldKind.Operation), ["dpv:Share"])] }, null, [])) };

    // Every version writes its terms and texts in its own way, and lists the plain words that it uses, and perhaps more.
    private static Agreement Spelled(Agreement version, string[] words, int seed)
    {
        var random = new Random(seed);
        string Write(FieldTest test, string value)
        {
            var text = Spelling.Decomposed(value, random.Next(2) == 0);
            var isTerm = test.Field.Kind is FieldKind.Operation or FieldKind.Purposes or FieldKind.Categories;
            return isTerm ? Spelling.Write(text, Math.Max(0, random.Next(12) - 5), random.Next(20) == 0 ? 0 : -1) : text;
        }

        var rewrite = new AgreementRewrite(
            test => test.Values.Select(value => Write(test, value)),
            field => field.Attribute is { } name ? field with { Attribute = Spelling.Decomposed(name, random.Next(2) == 0) } : field);
        var used = SelectorWalk.Of(version).SelectMany(selector => selector.Fields).SelectMany(test => test.Values).Where(Alphabet.Words.Contains);
        return rewrite.Of(version) with { OwnTerms = [.. used.Concat(words).Distinct().Select(word => Spelling.Decomposed(word, random.Next(2) == 0))] };
    }

    // An agreement has a clause at least.
    private static IEnumerable<Clause> Kept(Clause[] pool, (bool Kept, int Change)[] choices)
    {
        var kept = Enumerable.Range(0, pool.Length).Where(at => choices[at].Kept).DefaultIfEmpty(0);
        return kept.Select(at => Changed(pool[at], choices[at].Change, at));
    }

    // 0 leaves the clause as it is.
    private static Gen<int> Change => Gen.Frequency((5, 0), (1, 1), (1, 2), (1, 3), (1, 4));

    private static Clause Changed(Clause clause, int change, int at)
    {
        clause = clause with { Id = change == 1 ? $"renamed-{at}" : $"clause-{at}" };
        return change switch
        {
            2 => clause with { Mode = clause.Mode == ClauseMode.Enforce ? ClauseMode.Shadow : ClauseMode.Enforce },
            3 => clause with { Report = clause.Report == ReportPolicy.Each ? ReportPolicy.First : ReportPolicy.Each },
            4 when clause is LimitClause limit => limit with { Max = limit.Max + 1 },
            _ => clause,
        };
    }

    private static Agreement[] Number(Agreement[] versions) => [.. versions.Select((version, at) => version with { Version = at + 1 })];
}
