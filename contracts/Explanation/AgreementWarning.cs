namespace Covenant.Contracts.Explanation;

/// <summary>Something that an agreement may say but hardly means.</summary>
/// <param name="Clause">Null where it is about the agreement as a whole.</param>
public sealed record AgreementWarning(string? Clause, string Message);
