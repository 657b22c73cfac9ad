using System.Collections.Immutable;
using Covenant.Contracts.Agreements.Reading;

namespace Covenant.Contracts.Agreements;

/// <summary>What must hold of agreements together.</summary>
public static class AgreementSet
{
    /// <summary>Finds the documents whose institution and version another before them has; the mistake stands at the later one.</summary>
    public static ImmutableArray<AgreementMistake> Check(IEnumerable<AgreementDocument> documents)
    {
        return [.. Doubled(documents).Select(doubled => doubled.Mistake)];
    }

    internal static IEnumerable<(AgreementDocument Document, AgreementMistake Mistake)> Doubled(IEnumerable<AgreementDocument> documents)
    {
        var first = new Dictionary<(string, int), AgreementDocument>();
        foreach (var document in documents)
        {
            var key = (document.Agreement.Institution, document.Agreement.Version);
            if (!first.TryAdd(key, document))
            {
                var message = $"version {key.Version} of {Quoted.Of(key.Institution)} is in `{first[key].File}:{first[key].Line}` already: give this one a `version` of its own";
                yield return (document, new AgreementMistake(document.File, document.Line, null, message));
            }
        }
    }
}
