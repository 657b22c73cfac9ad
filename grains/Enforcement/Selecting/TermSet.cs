using System.Collections.Frozen;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>Terms and all that lies below them, as one bit for each known term and a set for the names that nobody knows.</summary>
internal sealed class TermSet
{
    private readonly ulong[] _known = new ulong[(TermDag.Count + 63) / 64];
    private readonly FrozenSet<string>? _others;

    /// <param name="kind">Of the field that they are compared with.</param>
    public TermSet(IEnumerable<string> names, TermKind kind)
    {
        var others = new List<string>();
        foreach (var term in names.Select(name => Term.Read(name, kind)))
        {
            if (term.Id < 0)
            {
                others.Add(term.Name);
                continue;
            }

            foreach (var below in TermDag.WithDescendants(term))
            {
                _known[below.Id >> 6] |= 1UL << below.Id;
            }
        }

        _others = others.Count == 0 ? null : others.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Whether a term that no vocabulary has can be in the set.</summary>
    public bool HasUnknown => _others is not null;

    public bool Has(Term term) =>
        term.Id >= 0 ? (_known[term.Id >> 6] >> term.Id & 1) != 0 : _others is not null && !term.IsFalse && _others.Contains(term.Name);

    public bool HasAll(Term[] terms)
    {
        foreach (var term in terms)
        {
            if (!Has(term))
            {
                return false;
            }
        }

        return terms.Length > 0;
    }

    public bool HasAny(Term[] terms)
    {
        foreach (var term in terms)
        {
            if (Has(term))
            {
                return true;
            }
        }

        return false;
    }
}
