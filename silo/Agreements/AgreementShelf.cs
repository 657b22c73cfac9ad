using System.Collections.Immutable;
using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Showing;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Silo.Health;

namespace Covenant.Silo.Agreements;

/// <summary>What came of a record of the agreements' topic.</summary>
/// <param name="Institution">Whose it is, by its key; null where the key is no text.</param>
/// <param name="Refusal">All that is wrong with it; null where it was taken.</param>
/// <param name="Change">What it changes; null where that is known already, or it was refused.</param>
internal readonly record struct TakenRecord(string? Institution, string? Refusal, TextsChange? Change);

/// <summary>
/// All versions of all agreements that are in force: what storage had, and what the topic told of since. A record that cannot be taken leaves what was there, and so does one on which
/// a reader fails by a fault of its own: this is the border around them. For one thread.
/// </summary>
internal sealed class AgreementShelf(CaughtFaults faults)
{
    /// <summary>That may have agreements.</summary>
    public const int InstitutionsMax = 20_000;

    private const int KeyShownMax = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, Shelved> _shelved = new(StringComparer.Ordinal);

    /// <summary>Those with agreements in force.</summary>
    public IEnumerable<string> Institutions => _shelved.Where(one => one.Value.Agreements.Length > 0).Select(one => one.Key);

    public IEnumerable<Agreement> All => _shelved.Values.SelectMany(one => one.Agreements);

    public ImmutableArray<Agreement> VersionsOf(string institution) => _shelved.TryGetValue(institution, out var shelved) ? shelved.Agreements : [];

    /// <summary>Whether anything was ever accepted of it.</summary>
    public bool Knows(string institution) => _shelved.ContainsKey(institution);

    /// <summary>Why what was accepted of it, or a version of that, cannot be in force; null where all of it is.</summary>
    public string? MistakeOf(string institution) => _shelved.GetValueOrDefault(institution)?.Mistake;

    /// <summary>Puts in what storage has, in place of what was there.</summary>
    public void Adopt(string institution, AcceptedTexts texts)
    {
        if (!_shelved.TryGetValue(institution, out var shelved) || shelved.Texts.At != texts.At)
        {
            var fault = TryAgreements(institution, texts, "stored", out var agreements, out var leftOut);
            _shelved[institution] = new Shelved(texts, agreements, fault ?? leftOut);
        }
    }

    /// <summary>Takes one record: its versions join those before, a version that was there is replaced, and a null value removes the institution.</summary>
    /// <param name="name">What mistakes call the record.</param>
    public TakenRecord Take(byte[]? key, byte[]? value, LogMark at, string name)
    {
        if (key is null || key.Length == 0)
        {
            return new(null, "the record has no key: an agreement's key is its institution", null);
        }

        if (!TryText(key, out var institution))
        {
            return new(null, "the record's key is not UTF-8: an agreement's key is its institution", null);
        }

        if (value is null)
        {
            return new(institution, null, _shelved.ContainsKey(institution) ? Put(institution, new TextsChange(at, IsWithdrawn: true, AcceptedTexts.None.Versions), []) : null);
        }

        try
        {
            var refusal = TryTake(institution, value, at, name, out var change);
            return new(institution, refusal, change);
        }
        catch (Exception fault)
        {
            faults.Report("the reader of agreements", fault);
            return new(institution, $"{name}: a fault of Covenant's own keeps it from being read; nothing has to be wrong with it: report it with this record", null);
        }
    }

    private string? TryTake(string institution, byte[] value, LogMark at, string name, out TextsChange? change)
    {
        change = null;
        if (!TryText(value, out var text))
        {
            return "the record is not UTF-8: write the agreement as UTF-8 text";
        }

        var reading = AgreementReader.Read(text, name);
        if (reading.Mistakes.Length > 0)
        {
            return string.Join("; ", reading.Mistakes);
        }

        if (reading.Documents.FirstOrDefault(document => document.Agreement.Institution != institution) is { } other)
        {
            return $"{name}:{other.Line}: the agreement of `{other.Agreement.Institution}` has the key `{Shown.Beginning(institution, KeyShownMax)}`: publish it under its own institution";
        }

        if (!_shelved.TryGetValue(institution, out var shelved))
        {
            shelved = Shelved.Nothing;
            if (_shelved.Count >= InstitutionsMax)
            {
                return $"{name}: over {InstitutionsMax} institutions have agreements";
            }
        }

        var found = new TextsChange(at, IsWithdrawn: false, reading.Documents.ToImmutableSortedDictionary(document => document.Agreement.Version, document => document.Text));
        var after = shelved.Texts.Apply(found);
        if (ReferenceEquals(after, shelved.Texts))
        {
            return null;
        }

        // Before it is in force: what cannot be kept, or cannot be compiled, is refused like what cannot be read.
        if (AcceptedForm.TryWrite(after, out _) is { } tooMuch)
        {
            return $"{name}: {tooMuch}";
        }

        if (TryAgreements(institution, after, name, out var agreements, out var leftOut) is { } fault)
        {
            return $"{name}: {fault}";
        }

        change = Put(institution, found, agreements, leftOut);
        return null;
    }

    private TextsChange? Put(string institution, TextsChange change, ImmutableArray<Agreement> agreements, string? leftOut = null)
    {
        var before = (_shelved.GetValueOrDefault(institution) ?? Shelved.Nothing).Texts;
        var after = before.Apply(change);
        if (ReferenceEquals(after, before))
        {
            return null;
        }

        _shelved[institution] = new Shelved(after, agreements, leftOut);
        return change;
    }

    /// <param name="leftOut">Which version is left out, for what one version of Covenant accepted another may not; null where none is.</param>
    /// <returns>What keeps all of it from being in force; null where nothing does.</returns>
    private string? TryAgreements(string institution, AcceptedTexts texts, string name, out ImmutableArray<Agreement> agreements, out string? leftOut)
    {
        agreements = [];
        leftOut = null;
        var read = ImmutableArray.CreateBuilder<Agreement>();
        try
        {
            foreach (var (version, text) in texts.Versions)
            {
                var reading = AgreementReader.Read(text, $"{name}, version {version}");
                if (reading.Mistakes.Length > 0)
                {
                    leftOut ??= $"its accepted version {version} cannot be read, and is left out: {reading.Mistakes[0]}";
                    continue;
                }

                read.AddRange(reading.Documents.Select(document => document.Agreement).Where(agreement => agreement.Institution == institution && agreement.Version == version));
            }

            AgreementBook.Compile(read);
            agreements = read.ToImmutable();
            return null;
        }
        catch (Exception fault)
        {
            faults.Report("the compiler of agreements", fault);
            return "a fault of Covenant's own keeps it from being put in force; report it with this agreement";
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

    private sealed record Shelved(AcceptedTexts Texts, ImmutableArray<Agreement> Agreements, string? Mistake)
    {
        public static Shelved Nothing { get; } = new(AcceptedTexts.None, [], null);
    }
}
