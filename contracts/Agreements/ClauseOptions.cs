namespace Covenant.Contracts.Agreements;

public enum Severity
{
    Minor = 0,
    Major = 1,
    Critical = 2,
}

public enum ClauseMode
{
    /// <summary>Violations go to the institution.</summary>
    Enforce = 0,

    /// <summary>Violations go to the operator alone.</summary>
    Shadow = 1,
}

public enum ReportPolicy
{
    Each = 0,

    /// <summary>Not where the event taken just before, in the same scope and window, was a violation too.</summary>
    First = 1,
}

/// <summary>Clauses that every agreement has.</summary>
public static class BuiltInClauses
{
    /// <summary>A touch that no permit takes.</summary>
    public const string NotPermitted = "not-permitted";

    /// <summary>A touch without an agreement in force.</summary>
    public const string NoAgreement = "no-agreement";
}
