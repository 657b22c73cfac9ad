using System.Collections.Immutable;
using System.Text;
using Covenant.Contracts.Agreements;

namespace Covenant.Silo.Agreements;

/// <summary>All versions of all agreements that the topic told of. A record that cannot be taken leaves what was there.</summary>
internal sealed class AgreementShelf
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, SortedDictionary<int, Agreement>> _versions = new(StringComparer.Ordinal);

    public IEnumerable<string> Institutions => _versions.Keys;

    public IEnumerable<Agreement> All => _versions.Values.SelectMany(versions => versions.Values);

    public ImmutableArray<Agreement> VersionsOf(string institution) => _versions.TryGetValue(institution, out var versions) ? [.. versions.Values] : [];

    /// <summary>Takes one record: its versions join those before, a version that was there is replaced, and a null value removes the institution.</summary>
    /// <param name="name">What mistakes call the record.</param>
    /// <returns>What is wrong with it, all of it; null where it was taken.</returns>
    public string? Take(byte[]? key, byte[]? value, string name)
    {
        if (key is null || key.Length == 0)
        {
            return "the record has no key: an agreement's key is its institution";
        }

        if (!TryText(key, out var institution) || !TryText(value ?? [], out var text))
        {
            return "the record is not UTF-8: write the agreement as UTF-8 text";
        }

        if (value is null)
        {
            _versions.Remove(institution);
            return null;
        }

        var reading = AgreementReader.Read(text, name);
        if (reading.Mistakes.Length > 0)
        {
            return string.Join("; ", reading.Mistakes);
        }

        if (reading.Documents.FirstOrDefault(document => document.Agreement.Institution != institution) is { } other)
        {
            return $"{name}:{other.Line}: the agreement of `{other.Agreement.Institution}` has the key `{institution}`: publish it under its own institution";
        }

        Add(institution, reading.Documents.Select(document => document.Agreement));
        return null;
    }

    private void Add(string institution, IEnumerable<Agreement> agreements)
    {
        if (!_versions.TryGetValue(institution, out var versions))
        {
            _versions.Add(institution, versions = []);
        }

        foreach (var agreement in agreements)
        {
            versions[agreement.Version] = agreement;
        }
    }

    private static bool TryText(byte[] utf8, out string text)
    {
        try
        {
            text = Strict.GetString(utf8);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
