using System.Collections.Immutable;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>Versions by the time from which they judge.</summary>
internal sealed class Timeline(IEnumerable<CompiledVersion> versions)
{
    private readonly ImmutableArray<CompiledVersion> _versions = [.. versions.OrderBy(version => version.Effective).ThenBy(version => version.Number)];

    /// <summary>By their effective time, and then by number.</summary>
    public ImmutableArray<CompiledVersion> All => _versions;

    public bool IsEmpty => _versions.IsEmpty;

    /// <summary>The version with the greatest effective time at or before this one; of equals, the greatest version.</summary>
    public CompiledVersion? At(EventTime time)
    {
        for (var i = _versions.Length - 1; i >= 0; i--)
        {
            if (_versions[i].Effective <= time)
            {
                return _versions[i];
            }
        }

        return null;
    }
}
