using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;

namespace Covenant.Silo.Commands.Agreements;

/// <summary>Puts what <see cref="AgreementWarnings"/> finds in its place in the files.</summary>
internal static class Suspicions
{
    public static IReadOnlyList<AgreementMistake> Of(IReadOnlyCollection<AgreementDocument> documents) =>
    [
        .. documents.SelectMany(document => AgreementWarnings.Of(document.Agreement)
            .Select(warning => new AgreementMistake(document.File, LineOf(document, warning.Clause), warning.Clause, warning.Message))),
        .. documents.GroupBy(document => document.Agreement.Institution)
            .SelectMany(versions => AgreementWarnings.OfVersions([.. versions.Select(document => document.Agreement)])
                .Select(warning => new AgreementMistake(versions.First().File, versions.First().Line, null, warning.Message))),
    ];

    // The agreement itself does not know its lines any more; the id of a clause stands in one of them.
    private static int LineOf(AgreementDocument document, string? clause)
    {
        if (clause is null)
        {
            return document.Line;
        }

        var lines = document.Text.Split('\n');
        var found = Array.FindIndex(lines, line => line.IndexOf("id", StringComparison.Ordinal) is >= 0 and var key
            && line[(key + 2)..].TrimStart('"', '\'', ' ', ':').TrimEnd().TrimEnd(',', '"', '\'', '}', ']') is var rest
            && (rest == clause || rest.StartsWith(clause + '"', StringComparison.Ordinal) || rest.StartsWith(clause + ',', StringComparison.Ordinal)));
        return document.Line + Math.Max(found, 0);
    }
}
