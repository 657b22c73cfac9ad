using System.Collections.Immutable;
using Covenant.Contracts.Agreements.Reading;

namespace Covenant.Contracts.Agreements;

/// <summary>What must hold of agreements together.</summary>
public static class AgreementSet
{
    /// <summary>Finds the documents whose institution and version another before them has; the mistake stands at the later one.</summary>
    public static ImmutableArray<AgreementMistake> Check(IEnumerable<AgreementDocument> documents)
    {
        var first = new Dictionary<(string, int), AgreementDocument>();
        var mistakes = ImmutableArray.CreateBuilder<AgreementMistake>();
        foreach (var document in documents)
        {
            var key = (document.Agreement.Institution, document.Agreement.Version);
            if (!first.TryAdd(key, document))
            {
                var other = first[key];
                mistakes.Add(new AgreementMistake(document.File, document.Line, null,
                    $"version {key.Version} of {Quoted.Of(key.Institution)} is in `{other.File}:{other.Line}` already: give this one a `version` of its own"));
            }
        }

        return mistakes.ToImmutable();
    }
}
