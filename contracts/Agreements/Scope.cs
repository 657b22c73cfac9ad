using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>Whose events a limit measures together: those with equal <paramref name="Fields"/> (missing is a value of its own), of one customer or of all.</summary>
/// <param name="AcrossCustomers"><c>per: institution</c>.</param>
/// <param name="Fields">Conversation, item, actor, recipient: any combination, each once, in the order of <see cref="FieldKind"/>.</param>
public sealed record Scope(bool AcrossCustomers, ImmutableArray<Field> Fields)
{
    public static readonly Scope Customer = new(false, []);
}
