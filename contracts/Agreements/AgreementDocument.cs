using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>An agreement, and where it was read.</summary>
/// <param name="File">The name the reader was given.</param>
/// <param name="Line">1-based: where the document begins.</param>
/// <param name="Text">The document alone, as it was written; the reader makes the same agreement of it.</param>
public sealed record AgreementDocument(Agreement Agreement, string File, int Line, string Text)
{
    /// <summary>In which line of the file each clause begins, by its id.</summary>
    public ImmutableDictionary<string, int> ClauseLines { get; init; } = ImmutableDictionary<string, int>.Empty;
}
