namespace Covenant.LoadTests.Proving;

/// <summary>What is wrong with what a bank has read.</summary>
/// <param name="What">One violation or dead letter, with its event.</param>
public sealed record Difference(DifferenceKind Kind, string What)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}: {What}";
}

/// <summary>How it is wrong.</summary>
public enum DifferenceKind
{
    /// <summary>The oracle found it, and nobody was told.</summary>
    Missing,

    /// <summary>Told, and the oracle finds no such thing.</summary>
    Invented,

    /// <summary>Told more than once.</summary>
    Doubled,
}
