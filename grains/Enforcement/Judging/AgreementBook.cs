using System.Collections.Frozen;
using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The policies of all institutions at one moment. Immutable: a change is a new book.</summary>
public sealed class AgreementBook
{
    public static readonly AgreementBook Empty = new([], MemoryBounds.Default);

    private readonly FrozenDictionary<string, Policy> _policies;

    private readonly MemoryBounds _bounds;

    private AgreementBook(IEnumerable<Policy> policies, MemoryBounds bounds)
    {
        _policies = policies.ToFrozenDictionary(policy => policy.Institution, StringComparer.Ordinal);
        _bounds = bounds;
    }

    public IEnumerable<Policy> Policies => _policies.Values;

    /// <param name="agreements">Of any institutions; each version of one once.</param>
    public static AgreementBook Compile(IEnumerable<Agreement> agreements, MemoryBounds? bounds = null)
    {
        var chosen = bounds ?? MemoryBounds.Default;
        return new(agreements.GroupBy(agreement => agreement.Institution, StringComparer.Ordinal).Select(own => Policy.Compile(own, chosen)), chosen);
    }

    /// <summary>Null where there is no document at all of the institution.</summary>
    public Policy? Find(string institution) => _policies.GetValueOrDefault(institution);

    /// <summary>The book with one institution's agreements replaced; without it, where there are none.</summary>
    public AgreementBook With(string institution, IReadOnlyCollection<Agreement> agreements)
    {
        var others = _policies.Values.Where(policy => policy.Institution != institution);
        return new AgreementBook(agreements.Count == 0 ? others : others.Append(Policy.Compile(agreements, _bounds)), _bounds);
    }
}
