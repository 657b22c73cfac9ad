namespace Covenant.Contracts.Vocabulary;

/// <summary>A term on its way to another silo: its name, for another build may have another vocabulary, and that no vocabulary has it where that is so.</summary>
[GenerateSerializer, Immutable, Alias("covenant.Term")]
internal struct TermSurrogate
{
    [Id(0)]
    public string Name;

    /// <summary>Not set by builds that knew terms by their names alone.</summary>
    [Id(1)]
    public TermStanding Standing;
}

/// <summary>Append only: the numbers are on the wire.</summary>
internal enum TermStanding : byte
{
    /// <summary>What the vocabulary says of the name.</summary>
    ByName = 0,

    /// <summary>A word that no vocabulary has, even where it reads like one.</summary>
    Unknown = 1,

    False = 2,
}

[RegisterConverter]
internal sealed class TermConverter : IConverter<Term, TermSurrogate>
{
    public Term ConvertFromSurrogate(in TermSurrogate surrogate) =>
        surrogate.Standing == TermStanding.ByName ? Term.Of(surrogate.Name) : new Term(surrogate.Name, Term.Unknown, surrogate.Standing == TermStanding.False);

    public TermSurrogate ConvertToSurrogate(in Term value) => new()
    {
        Name = value.Name,
        Standing = value.IsFalse ? TermStanding.False : value.Id == Term.Unknown ? TermStanding.Unknown : TermStanding.ByName,
    };
}
