using Covenant.Contracts.Agreements;

namespace Covenant.Silo.Commands.Agreements;

/// <summary>What publishing does to one version.</summary>
/// <param name="Change"><c>new</c>, <c>replaced</c>, <c>refused</c> or <c>unchanged</c>.</param>
internal sealed record VersionChange(string Institution, int Version, string Change);

/// <summary>One institution's record with the versions of some files put in. Pure.</summary>
/// <param name="Text">All versions, the oldest first, as one YAML of several documents.</param>
internal sealed record RecordMerge(string Institution, string Text, IReadOnlyList<VersionChange> Changes)
{
    public bool IsRefused => Changes.Any(change => change.Change == "refused");

    public bool IsUnchanged => Changes.All(change => change.Change == "unchanged");

    /// <param name="published">The documents of the record as it is.</param>
    /// <param name="added">Those of the files, of the same institution.</param>
    /// <param name="replace">Whether a published version may become another text.</param>
    public static RecordMerge Of(string institution, IEnumerable<AgreementDocument> published, IEnumerable<AgreementDocument> added, bool replace)
    {
        var versions = new SortedDictionary<int, string>(published.ToDictionary(document => document.Agreement.Version, Written));
        var changes = new List<VersionChange>();
        foreach (var document in added.OrderBy(document => document.Agreement.Version))
        {
            var (version, text) = (document.Agreement.Version, Written(document));
            var change = !versions.TryGetValue(version, out var before) ? "new" : before == text ? "unchanged" : replace ? "replaced" : "refused";
            changes.Add(new VersionChange(institution, version, change));
            versions[version] = text;
        }

        return new RecordMerge(institution, string.Join("---\n", versions.Values), changes);
    }

    // Line ends and what is blank at the ends of lines are no change of an agreement.
    private static string Written(AgreementDocument document) =>
        string.Join('\n', document.Text.Split('\n').Select(line => line.TrimEnd())).Trim('\n') + "\n";
}
