namespace Covenant.Contracts.Vocabulary;

/// <summary>A term on its way to another silo: its name alone, for another build may have another vocabulary.</summary>
[GenerateSerializer, Immutable, Alias("covenant.Term")]
internal struct TermSurrogate
{
    [Id(0)]
    public string Name;
}

[RegisterConverter]
internal sealed class TermConverter : IConverter<Term, TermSurrogate>
{
    public Term ConvertFromSurrogate(in TermSurrogate surrogate) => Term.Of(surrogate.Name);

    public TermSurrogate ConvertToSurrogate(in Term value) => new() { Name = value.Name };
}
