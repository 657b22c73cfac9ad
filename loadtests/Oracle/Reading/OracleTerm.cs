namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>A term of an event as the sheet reads it.</summary>
/// <param name="Text">The vocabulary's own spelling, or what was written, trimmed.</param>
/// <param name="Falsities">Each rule by which the term is false, whatever version judges.</param>
public sealed record OracleTerm(string Text, IReadOnlyList<SheetRule> Falsities)
{
    /// <summary>Without a colon: a fact's name, a word of a set, or false.</summary>
    public bool IsPlain => !Text.Contains(':', StringComparison.Ordinal);

    public override string ToString() => Text;
}
