using System.Collections.Immutable;
using Covenant.Contracts.Showing;

namespace Covenant.Silo.Agreements;

/// <summary>Where what is in force is not what the agreements' topic says, by institution, and why. Kept up by the feed; any thread may ask.</summary>
internal sealed class AgreementTroubles
{
    private const int Max = 1_000;

    private const int ShownMax = 10;

    private const int NameMax = 64;

    private ImmutableSortedDictionary<string, string> _reasons = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private volatile string? _storage;

    /// <summary>Why nothing new can be in force at all; null where it can.</summary>
    public string? Storage
    {
        get => _storage;
        set => _storage = value;
    }

    /// <summary>For people, in one line; null where there is none.</summary>
    public string? Summary
    {
        get
        {
            var reasons = _reasons;
            IEnumerable<string> named = [.. Storage is { } storage ? new[] { storage } : [], .. reasons.Take(ShownMax).Select(one => $"`{Shown.Beginning(one.Key, NameMax)}`: {one.Value}")];
            var summary = string.Join("; ", named);
            return summary.Length == 0 ? null : reasons.Count > ShownMax ? $"{summary}; and {reasons.Count - ShownMax} institutions more" : summary;
        }
    }

    /// <param name="institution">As a record's key says it, which may be any text.</param>
    public void Set(string institution, string reason) =>
        ImmutableInterlocked.Update(ref _reasons, (reasons, one) => reasons.Count < Max || reasons.ContainsKey(one.Name) ? reasons.SetItem(one.Name, one.Reason) : reasons, (Name: institution, Reason: reason.ReplaceLineEndings(" ")));

    public void Clear(string institution) => ImmutableInterlocked.Update(ref _reasons, (reasons, name) => reasons.Remove(name), institution);
}
