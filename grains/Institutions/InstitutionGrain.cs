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

    private readonly AgreementBooks _books;
    private readonly ILogger<InstitutionGrain> _logger;
    private readonly DurableState<StoredInstitution> _durable;
    private readonly Verdicts _verdicts = new();
    private Outbox<Violation> _violations = NewOutbox();
    private InstitutionState _institution = new();
    private InstitutionMarks _marks = new();
    private string? _draftFailure;
    private string? _unreadable;

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

    private void Restore(StoredInstitution stored)
    {
        try
        {
            if (stored.Unreadable is { } unreadable)
            {
                throw new InvalidDataException(unreadable);
            }

            (_institution, _marks) = (InstitutionState.Decode(stored.State), new InstitutionMarks(stored));
            _violations.Restore(stored.Violations);
        }
        catch (Exception unreadable)
        {
            // Damaged bytes may lead anywhere.
            _unreadable = $"the stored state of institution `{this.GetPrimaryKeyString()}` cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}";
            StateUnreadable(this.GetPrimaryKeyString(), unreadable.Message);
        }
    }

    public async ValueTask<InstitutionReply> Apply(InstitutionBatch batch)
    {
        if (_durable.IsAbandoned)
        {
            throw new InvalidOperationException($"the memory of institution `{this.GetPrimaryKeyString()}` was given up, and is read again");
        }

        if (_unreadable is { } unreadable)
        {
            // The next call reads what storage has then.
            DeactivateOnIdle();
            batch.Header.RefuseWhereUnread(unreadable);
            return new InstitutionReply([], Held: unreadable);
        }

        if (await PolicyForAsync(batch) is { } policy && Count(policy, batch) is { } failure)
        {
            return new InstitutionReply([], failure);
        }

        // Taken before it waits: others count meanwhile.
        var draftFailure = _draftFailure;
        await _durable.PersistAsync();
        _violations.Claim(batch.Header);
        return new InstitutionReply(_violations.Answer(batch.Header, batch.IsAgain), DraftFailure: draftFailure);
    }

    public ValueTask<InstitutionReply> Release(InstitutionBatch batch, bool isLetGo)
    {
        if (isLetGo && _unreadable is { } reason)
        {
            (_institution, _marks, _violations, _unreadable) = (new InstitutionState(), new InstitutionMarks(), NewOutbox(), null);
            _durable.Changed();
            Forgotten(this.GetPrimaryKeyString(), reason);
        }

        return Apply(batch with { IsAgain = true });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var isMigrating = reason.ReasonCode == DeactivationReasonCode.Migrating;

        // INVARIANT (unreadable): it is never written over, nor handed over as if it were nothing.
        return _unreadable is null ? _durable.CloseAsync(isMigrating) : isMigrating ? throw new InvalidOperationException(_unreadable) : Task.CompletedTask;
    }

    // The customer's silo may have read an agreement that this one is about to read: what is not counted now never is. So a limit is taken
    // for gone only once all that stands in the topic is read.
    /// <returns>Null where the institution has no agreement any more.</returns>
    /// <exception cref="TimeoutException">This silo does not come to the topic's end.</exception>
    private async Task<Policy?> PolicyForAsync(InstitutionBatch batch)
    {
        var institution = this.GetPrimaryKeyString();
        if (_books.Current.Find(institution) is { } known && KnowsAll(known, batch))
        {
            return known;
        }

        await _books.ReadToEndAsync().WaitAsync(LearningTime);
        var policy = _books.Current.Find(institution);
        if (policy is null || !KnowsAll(policy, batch))
        {
            LimitUnknown(institution);
        }

        return policy;
    }

    private static bool KnowsAll(Policy policy, InstitutionBatch batch)
    {
        var known = policy.AcrossCustomers.Select(limit => limit.Fingerprint).ToHashSet();
        return batch.Contributions.All(contribution => known.Contains(contribution.Definition));
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
        if (!_marks.TryPass(contribution))
        {
            return;
        }

        _verdicts.Clear();
        _institution.Apply(policy, contribution, _verdicts);
        _draftFailure = _verdicts.DraftFailure ?? _draftFailure;
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

    private StoredInstitution Copy()
    {
        var stored = new StoredInstitution { State = _institution.Encode(), Violations = _violations.ToStore() };
        _marks.CopyTo(stored);
        return stored;
    }

    private static Outbox<Violation> NewOutbox() => new(violation => violation.Id);

    [LoggerMessage(2, LogLevel.Warning, "a limit over all customers of `{Institution}` is in none of its agreements any more; what it would have counted is left out")]
    private partial void LimitUnknown(string institution);

    [LoggerMessage(3, LogLevel.Error, "judging a draft of `{Institution}` failed; its limits over all customers say nothing of these events, and what is in force is judged: {Reason}")]
    private partial void DraftFailed(string institution, string reason);

    [LoggerMessage(4, LogLevel.Error, "the stored state of the limits of `{Institution}` cannot be read: {Reason}")]
    private partial void StateUnreadable(string institution, string reason);

    [LoggerMessage(5, LogLevel.Warning, "what the limits of `{Institution}` remember was let go by an operator and is forgotten: {Reason}")]
    private partial void Forgotten(string institution, string reason);

    [LoggerMessage(1, LogLevel.Error, "the judge failed on the limits of `{Institution}` at offset {Offset}: {Failed}")]
    private partial void JudgeFailed(string institution, long offset, string failed);
}
