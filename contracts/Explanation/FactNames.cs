using Covenant.Contracts.Agreements;
using Covenant.Contracts.Agreements.Reading;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds plain names of an agreement's own that were probably meant for something else.</summary>
internal static class FactNames
{
    private const int NearMax = 2;

    public static IEnumerable<string> Misspelled(Selector selector) =>
        from test in selector.Fields
        where test.Field.Kind == FieldKind.Operation
        from name in test.Values
        where !name.Contains(':', StringComparison.Ordinal) && !TermDag.Facts.Contains(name)
        let meant = OperationNamed(name) ?? Nearest.To(name, TermDag.Facts, NearMax)
        where meant is not null
        select $"`{name}` is a fact of this agreement's own; did you mean `{meant}`?";

    // Without its prefix an operation is no touch any more, and a clause about touches is dead.
    private static string? OperationNamed(string name) =>
        TermDag.All.Where(term => term.Id >= 0 && TermDag.KindOf(term.Id) == TermKind.Operation)
            .Select(term => term.Name).FirstOrDefault(term => term.EndsWith(':' + name, StringComparison.OrdinalIgnoreCase));
}
