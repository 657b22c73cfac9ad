using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Silo.Agreements;

/// <summary>What storage holds of one institution's agreements: the last texts that were accepted.</summary>
[GenerateSerializer, Alias("covenant.stored-agreements")]
internal sealed class StoredAgreements
{
    /// <summary>In the form of <see cref="AcceptedForm"/>.</summary>
    [Id(0)]
    public byte[] Texts { get; set; } = [];
}

/// <summary>Which institutions have such a row, for storage does not tell: those that were withdrawn too.</summary>
[GenerateSerializer, Alias("covenant.stored-institutions")]
internal sealed class StoredInstitutions
{
    private const int Format = 1;

    /// <summary>A format number, and the names.</summary>
    [Id(0)]
    public byte[] Names { get; set; } = [];

    public static StoredInstitutions Of(IReadOnlyCollection<string> names)
    {
        var writer = new StateWriter();
        writer.Count(Format);
        writer.Count(names.Count);
        foreach (var name in names)
        {
            writer.Text(name);
        }

        return new StoredInstitutions { Names = writer.Written.ToArray() };
    }

    /// <exception cref="InvalidDataException">The bytes are no names, or of a format that this version does not know.</exception>
    public SortedSet<string> Read()
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        if (Names.Length == 0)
        {
            return names;
        }

        var reader = new StateReader(Names);
        reader.Expect(Format);
        for (var left = reader.Count(); left > 0; left--)
        {
            names.Add(reader.Text() ?? "");
        }

        return names;
    }
}
