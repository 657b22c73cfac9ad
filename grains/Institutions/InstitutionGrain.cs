using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Agreements;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Delivery;
using Covenant.Grains.Enforcement.Judging;
using Microsoft.Extensions.Logging;

namespace Covenant.Grains.Institutions;

/// <summary>The shell around what one institution's limits over all its customers remember.</summary>
public sealed partial class InstitutionGrain : Grain, IInstitutionGrain
{
    // Within the time that a call may take.
    private static readonly TimeSpan LearningTime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly AgreementBooks _books;
    private readonly ILogger<InstitutionGrain> _logger;
    private readonly DurableState<StoredInstitution> _durable;
    private readonly Verdicts _verdicts = new();
    private readonly Outbox<Violation> _violations = new(violation => violation.Id);
    private InstitutionState _institution = new();
    private string? _draftFailure;
    private Dictionary<(int Partition, UInt128 Definition), long> _marks = [];

    public InstitutionGrain(AgreementBooks books, [PersistentState("institution", CohortGrain.Storage)] IPersistentState<StoredInstitution> stored, ILogger<InstitutionGrain> logger)
    {
        (_books, _logger) = (books, logger);
        _durable = new DurableState<StoredInstitution>(stored, Copy, DeactivateOnIdle);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _books.Loaded.WaitAsync(cancellationToken);
        if (_durable.Take() is { } stored)
        {
            Restore(stored);
        }
    }

    // INVARIANT (unreadable): what cannot be read is never written over. The calls fail, and say why.
    private void Restore(StoredInstitution stored)
    {
        try
        {
            (_institution, _marks) = (InstitutionState.Decode(stored.State), stored.Marks);
            _violations.Restore(stored.Violations);
        }
        catch (Exception unreadable)
        {
            throw new InvalidDataException($"the stored state of institution `{this.GetPrimaryKeyString()}` cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}", unreadable);
        }
    }

    public async ValueTask<InstitutionReply> Apply(InstitutionBatch batch)
    {
        if (_durable.IsAbandoned)
        {
            throw new InvalidOperationException($"the memory of institution `{this.GetPrimaryKeyString()}` was given up, and is read again");
        }

        if (Count(await PolicyForAsync(batch), batch) is { } failure)
        {
            return new InstitutionReply([], failure);
        }

        // Taken before it waits: others count meanwhile.
        var draftFailure = _draftFailure;
        await _durable.PersistAsync();
        _violations.Claim(batch.Header);
        return new InstitutionReply(_violations.Answer(batch.Header, batch.IsAgain), DraftFailure: draftFailure);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _durable.CloseAsync(isMigrating: reason.ReasonCode == DeactivationReasonCode.Migrating);

    // The customer's silo may have read an agreement that this one is about to read: what is not counted now never is.
    private async Task<Policy> PolicyForAsync(InstitutionBatch batch)
    {
        for (var left = LearningTime; ; left -= LookAgainAfter)
        {
            var policy = _books.Of(this.GetPrimaryKeyString());
            var known = policy.AcrossCustomers.Select(limit => limit.Fingerprint).ToHashSet();
            if (batch.Contributions.All(contribution => known.Contains(contribution.Definition)))
            {
                return policy;
            }

            if (left <= TimeSpan.Zero)
            {
                LimitUnknown(this.GetPrimaryKeyString());
                return policy;
            }

            await Task.Delay(LookAgainAfter);
        }
    }

    private JudgeFailure? Count(Policy policy, InstitutionBatch batch)
    {
        var offset = -1L;
        _draftFailure = null;
        try
        {
            foreach (var contribution in batch.Contributions)
            {
                offset = contribution.Position.Offset;
                Count(policy, batch.Header, contribution);
            }

            LogDraftFailure();
            return null;
        }
        catch (Exception failed)
        {
            // The core may have stopped half-way through a change; what is in storage is whole.
            JudgeFailed(this.GetPrimaryKeyString(), offset, failed.ToString());
            _durable.Abandon();
            return new JudgeFailure(offset, failed.Message.ReplaceLineEndings(" "), "");
        }
    }

    private void Count(Policy policy, BatchHeader header, in Contribution contribution)
    {
        var mark = (contribution.Position.Partition, contribution.Definition);
        if (contribution.Position.Offset <= _marks.GetValueOrDefault(mark, -1))
        {
            return;
        }

        _verdicts.Clear();
        _institution.Apply(policy, contribution, _verdicts);
        _draftFailure = _verdicts.DraftFailure ?? _draftFailure;
        _marks[mark] = contribution.Position.Offset;
        _durable.Changed();
        foreach (var violation in _verdicts.Violations)
        {
            _violations.AddByRecord(header, Progress.After(contribution.Position.Offset), violation);
        }
    }

    private void LogDraftFailure()
    {
        if (_draftFailure is { } reason)
        {
            DraftFailed(this.GetPrimaryKeyString(), reason);
        }
    }

    private StoredInstitution Copy() => new()
    {
        State = _institution.Encode(),
        Marks = new Dictionary<(int Partition, UInt128 Definition), long>(_marks),
        Violations = _violations.ToStore(),
    };

    [LoggerMessage(2, LogLevel.Warning, "a limit over all customers of `{Institution}` is in none of its agreements any more; what it would have counted is left out")]
    private partial void LimitUnknown(string institution);

    [LoggerMessage(3, LogLevel.Error, "judging a draft of `{Institution}` failed; its limits over all customers say nothing of these events, and what is in force is judged: {Reason}")]
    private partial void DraftFailed(string institution, string reason);

    [LoggerMessage(1, LogLevel.Error, "the judge failed on the limits of `{Institution}` at offset {Offset}: {Failed}")]
    private partial void JudgeFailed(string institution, long offset, string failed);
}
