using Covenant.Contracts.Agreements;

namespace Covenant.LoadTests.Oracle;

/// <summary>A clause of one version, with the definition by which it remembers.</summary>
internal sealed record TrackedClause(Agreement Version, Clause Clause, string Definition)
{
    /// <summary>Drafts are judged beside what is in force, as a lane of their own.</summary>
    public bool IsDraft => Version.Status == AgreementStatus.Draft;
}
