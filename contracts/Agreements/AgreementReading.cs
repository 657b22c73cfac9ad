using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>What a file of agreements says.</summary>
/// <param name="Documents">Those without a mistake, in the order of the file.</param>
/// <param name="Mistakes">All of the file's, by line; at most <see cref="AgreementReader.MistakesMax"/>, and one that counts the rest.</param>
public sealed record AgreementReading(ImmutableArray<AgreementDocument> Documents, ImmutableArray<AgreementMistake> Mistakes)
{
    /// <summary>What is allowed but hardly meant, as far as the text alone shows it; by line, and at most <see cref="AgreementReader.MistakesMax"/>.</summary>
    public ImmutableArray<AgreementMistake> Warnings { get; init; } = [];
}
