using System.Collections.Frozen;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Agreements.Reading;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Explanation;

/// <summary>Finds plain names of an agreement's own that were probably meant for something else.</summary>
internal static class FactNames
{
    private const int NearMax = 2;

    private static readonly FrozenDictionary<string, string> Synonyms = new (string Fact, string Names)[]
    {
        ("ConversationOpened", "conversationstarted conversationbegan conversationcreated conversationopen chatopened chatstarted sessionopened sessionstarted"),
        ("ConversationClosed", "conversationended conversationfinished conversationclose chatclosed chatended sessionclosed sessionended"),
        ("ConversationMoved", "conversationtransferred conversationmigrated conversationhandedover conversationmove"),
        ("ConsentGiven", "consentgranted consented consentaccepted consentobtained consent optin optedin"),
        ("ConsentWithdrawn", "consentrevoked consentremoved consentdenied consentrejected optout optedout withdrawn revoked"),
        ("ErasureRequested", "deletionrequested deleterequested eraserequested erasurerequest deletionrequest forgetrequested"),
        ("Notified", "notify notification notificationsent customernotified informed told"),
        ("Approved", "approval approve approvalgiven"),
    }.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Fact))).ToFrozenDictionary(entry => entry.name, entry => entry.Fact, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Misspelled(Selector selector) =>
        from name in Named(selector)
        where !TermDag.Facts.Contains(name)
        let meant = OperationNamed(name) ?? Synonyms.GetValueOrDefault(name) ?? TermNamed(name) ?? Nearest.To(name, TermDag.Facts, NearMax)
        where meant is not null
        select $"`{name}` is a fact of this agreement's own; did you mean `{meant}`?";

    /// <summary>Names of facts that differ in case alone, which makes them different facts.</summary>
    public static IEnumerable<AgreementWarning> DifferInCase(Agreement agreement)
    {
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (clause, name) in agreement.Clauses.SelectMany(clause => SelectorWalk.Of(clause).SelectMany(Named).Select(name => (clause.Id, name))))
        {
            if (!first.TryAdd(name, name) && first[name] != name)
            {
                yield return new(clause, $"`{name}` and `{first[name]}` are different facts, for case counts: write `{first[name]}` in both places if one is meant");
            }
        }
    }

    private static IEnumerable<string> Named(Selector selector) =>
        selector.Fields.Where(test => test.Field.Kind == FieldKind.Operation).SelectMany(test => test.Values).Where(name => !name.Contains(':', StringComparison.Ordinal));

    // Without its prefix an operation is no touch any more, and a clause about touches is dead.
    private static string? OperationNamed(string name) => IsPlain(name) && MeantTerm.Exact(name, TermKind.Operation) is { } term && TermDag.KindOf(TermDag.Find(term).Id) is TermKind.Operation or TermKind.Fact ? term : null;

    private static string? TermNamed(string name) => IsPlain(name) && MeantTerm.Exact(name, TermKind.Operation) is { } term ? $"{TermCheck.Key(TermDag.KindOf(TermDag.Find(term).Id))}: {term}" : null;

    // Of others the reader warns.
    private static bool IsPlain(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '#' or '_' or '-');
}
