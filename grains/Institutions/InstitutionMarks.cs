using Covenant.Contracts.Grains;

namespace Covenant.Grains.Institutions;

/// <summary>
/// Up to where each limit has counted, by partition and cohort: what one cohort adds comes in the order of the log, and what was held of it
/// comes after what others have added.
/// </summary>
internal sealed class InstitutionMarks
{
    private readonly Dictionary<(int Partition, UInt128 Definition), long> _all = [];
    private readonly Dictionary<(int Partition, UInt128 Definition), long> _first = [];
    private readonly Dictionary<(int Partition, int Cohort, UInt128 Definition), long> _cohorts = [];

    public InstitutionMarks()
    {
    }

    /// <summary>As they are stored; a row of an earlier version has them for all cohorts together.</summary>
    public InstitutionMarks(StoredInstitution stored)
    {
        _all = new(stored.Marks);
        _first = new(stored.CohortMarks is null ? stored.Marks : stored.FirstMarks);
        _cohorts = new(stored.CohortMarks ?? []);
    }

    /// <returns>False where it was counted before.</returns>
    public bool TryPass(in Contribution contribution)
    {
        var (partition, offset) = (contribution.Position.Partition, contribution.Position.Offset);
        var all = (partition, contribution.Definition);
        var passed = _all.GetValueOrDefault(all, -1);
        if (contribution.Cohort is { } cohort)
        {
            var own = (partition, cohort, contribution.Definition);
            passed = Math.Max(_cohorts.GetValueOrDefault(own, -1), _first.GetValueOrDefault(all, -1));
            if (offset > passed)
            {
                _cohorts[own] = offset;
            }
        }
        else if (offset > passed)
        {
            // A silo of an earlier version holds none, so all cohorts have come so far: one of this version that judges again adds nothing.
            _first[all] = offset;
        }

        if (offset <= passed)
        {
            return false;
        }

        _all[all] = Math.Max(offset, _all.GetValueOrDefault(all, -1));
        return true;
    }

    public void CopyTo(StoredInstitution stored) => (stored.Marks, stored.FirstMarks, stored.CohortMarks) = (new(_all), new(_first), new(_cohorts));
}
