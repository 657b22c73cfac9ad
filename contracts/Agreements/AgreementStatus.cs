namespace Covenant.Contracts.Agreements;

public enum AgreementStatus
{
    /// <summary>Judges from its effective time on.</summary>
    Active = 0,

    /// <summary>Under negotiation: judged in shadow, beside what is in force.</summary>
    Draft = 1,

    /// <summary>The institution declined: every touch is a violation of <c>no-agreement</c>.</summary>
    Abstained = 2,

    /// <summary>Ended: every touch from its effective time on is a violation of <c>no-agreement</c>.</summary>
    Retired = 3,
}
