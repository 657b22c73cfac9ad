namespace Covenant.Contracts.Vocabulary;

/// <summary>What a known term speaks of.</summary>
public enum TermKind
{
    Purpose = 0,
    Category = 1,
    Operation = 2,
    Fact = 3,
}
