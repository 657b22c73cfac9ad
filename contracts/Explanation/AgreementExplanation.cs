namespace Covenant.Contracts.Explanation;

/// <summary>What one version of an agreement means, in plain English.</summary>
/// <param name="Summary">Whose it is, from when on it judges, and what happens where no clause speaks.</param>
public sealed record AgreementExplanation(string Institution, int Version, string Summary, IReadOnlyList<ClauseExplanation> Clauses);
