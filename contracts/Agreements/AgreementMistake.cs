namespace Covenant.Contracts.Agreements;

/// <summary>Why an agreement is refused, and what to write instead.</summary>
/// <param name="File">The name the reader was given.</param>
/// <param name="Line">1-based; 0 where the mistake has no place.</param>
/// <param name="Clause">The id of the clause it is in; null outside of clauses.</param>
public sealed record AgreementMistake(string File, int Line, string? Clause, string Message)
{
    public override string ToString() => $"{File}:{Line}: {(Clause is null ? "" : $"clause `{Clause}`: ")}{Message}";
}
