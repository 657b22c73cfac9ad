using Covenant.Contracts.Agreements;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Delivery;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Grains.Cohorts;

/// <summary>What a cohort has decided and may not have been told yet.</summary>
internal sealed class CohortOutbox
{
    private readonly Outbox<Violation> _violations = new(violation => violation.Id);
    private readonly Outbox<Contribution> _contributions = new(_ => null);
    private readonly Outbox<JudgeFailure> _failures = new(_ => null);

    /// <summary>Something of it was decided by a clock, and is to be stored before it is answered: no log tells it again as it was.</summary>
    public bool IsDecidedByClock { get; set; }

    /// <summary>Takes over what was decided.</summary>
    public void Keep(BatchHeader header, Progress toldByRecord, Verdicts verdicts)
    {
        if (verdicts.Violations.Count + verdicts.Contributions.Count == 0)
        {
            return;
        }

        foreach (var violation in verdicts.Violations)
        {
            // What was held is told with its records, and asked for by them.
            if (violation.Form == ClauseForm.Oblige && header.Released is null)
            {
                IsDecidedByClock = true;
                _violations.AddByClock(header, violation);
            }
            else
            {
                _violations.AddByRecord(header, toldByRecord, violation);
            }
        }

        if (verdicts.Contributions.Count > 0)
        {
            var institutions = header.OfInstitutions;
            verdicts.Contributions.ForEach(contribution => _contributions.AddByRecord(institutions, toldByRecord, contribution));
        }

        verdicts.Violations.Clear();
        verdicts.Contributions.Clear();
    }

    /// <summary>An event could not be judged, and left nothing behind.</summary>
    public void Fail(BatchHeader header, JudgeFailure failure) => _failures.AddByRecord(header, Progress.After(failure.Offset), failure);

    /// <inheritdoc cref="Outbox{T}.Claim"/>
    public bool Claim(BatchHeader header)
    {
        if (header.Released is not null)
        {
            return false;
        }

        if (!_contributions.IsEmpty)
        {
            _contributions.Claim(header.OfInstitutions);
        }

        _failures.Claim(header);
        var isChanged = _violations.Claim(header);
        IsDecidedByClock |= isChanged;
        return isChanged;
    }

    /// <inheritdoc cref="Outbox{T}.Answer"/>
    public (Untold<Violation>[] Violations, Untold<Contribution>[] Contributions, Untold<JudgeFailure>[] Failures) Answer(BatchHeader header) => header.Released is null
        ? (_violations.Answer(header), _contributions.Answer(header), _failures.Answer(header))
        : (_violations.AnswerHeld(header), _contributions.AnswerHeld(header.OfInstitutions), _failures.AnswerHeld(header));

    public void CopyTo(StoredCohort stored) => (stored.Violations, stored.Contributions, stored.Failures) = (_violations.ToStore(), _contributions.ToStore(), _failures.ToStore());

    public void Restore(StoredCohort stored)
    {
        _violations.Restore(stored.Violations);
        _contributions.Restore(stored.Contributions);
        _failures.Restore(stored.Failures);
    }
}
