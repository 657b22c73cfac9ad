using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;

namespace Covenant.Silo.Commands.Agreements;

/// <summary>What is allowed but hardly meant: what the reader saw in the texts, and what <see cref="AgreementWarnings"/> finds in what they mean, each in its place in the files.</summary>
internal static class Suspicions
{
    public static IReadOnlyList<AgreementMistake> Of(AgreementFiles files)
    {
        var order = files.Documents.Select(document => document.File).Concat(files.Warnings.Select(warning => warning.File)).Distinct(StringComparer.Ordinal)
            .Select((file, at) => (file, at)).ToDictionary(entry => entry.file, entry => entry.at, StringComparer.Ordinal);
        return [.. files.Warnings
            .Concat(files.Documents.SelectMany(OfDocument))
            .Concat(files.Documents.GroupBy(document => document.Agreement.Institution).SelectMany(OfVersions))
            .OrderBy(warning => order[warning.File]).ThenBy(warning => warning.Line)];
    }

    private static IEnumerable<AgreementMistake> OfDocument(AgreementDocument document) => AgreementWarnings.Of(document.Agreement)
        .Select(warning => new AgreementMistake(document.File, warning.Clause is { } clause ? document.ClauseLines.GetValueOrDefault(clause, document.Line) : document.Line, warning.Clause, warning.Message));

    private static IEnumerable<AgreementMistake> OfVersions(IEnumerable<AgreementDocument> versions) =>
        AgreementWarnings.OfVersions([.. versions.Select(document => document.Agreement)])
            .Select(warning => new AgreementMistake(versions.First().File, versions.First().Line, null, warning.Message));
}
