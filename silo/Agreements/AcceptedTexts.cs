using System.Collections.Immutable;

namespace Covenant.Silo.Agreements;

/// <summary>What one institution has agreed to, as storage keeps it: the text of each version, in the words in which it was accepted.</summary>
/// <param name="At">The record that changed it last: what is at or before it is in it.</param>
/// <param name="Versions">By number; none where the institution was withdrawn.</param>
internal sealed record AcceptedTexts(LogMark At, ImmutableSortedDictionary<int, string> Versions)
{
    public static AcceptedTexts None { get; } = new(LogMark.None, ImmutableSortedDictionary<int, string>.Empty);

    /// <returns>This very object where the change is in it already.</returns>
    public AcceptedTexts Apply(TextsChange change) =>
        At.IsAtOrAfter(change.At) ? this : new(change.At, (change.IsWithdrawn ? None.Versions : Versions).SetItems(change.Versions));
}

/// <summary>What one record, or several in their order, change of an institution's texts.</summary>
/// <param name="At">Of the last record.</param>
/// <param name="IsWithdrawn">Whether all that was before is gone.</param>
/// <param name="Versions">That are new, or replaced, after that.</param>
internal sealed record TextsChange(LogMark At, bool IsWithdrawn, ImmutableSortedDictionary<int, string> Versions)
{
    /// <summary>Both as one.</summary>
    public TextsChange Then(TextsChange next) =>
        next.IsWithdrawn ? next : new TextsChange(next.At, IsWithdrawn, Versions.SetItems(next.Versions));
}
