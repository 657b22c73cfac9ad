using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Held;
using Covenant.Silo.Hosting;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Asks every now and then whether what a tenure holds can be read again. Then the records that were held are judged first, in their order
/// and by their clock, and told in one transaction with their release; with the last of them the unit goes on. For the tenure's loop.
/// </summary>
/// <remarks>INVARIANT (released): what a record decided is stored before the record is released, and told with it. So a tenure that ends in
/// between leaves the record where it is, and the next one asks the grain again for what it decided.</remarks>
internal sealed class HeldRelease(
    TopicPartition partition,
    StartingPoint start,
    PartitionParts parts,
    HeldUnits units,
    CohortGrains grains,
    JudgeFaults faults,
    BatchJudge judge,
    PartitionDeadlines deadlines,
    TenureSteps steps,
    TenureProgress progress,
    PartitionOutput output,
    PartitionTeller teller,
    InstitutionLane institutions,
    CancellationToken token)
{
    private const int RecordsMax = 500;

    private const int BytesMax = 512 * 1024;

    // As many as are judged while the partition's other records wait; where there are more, they go on in turns.
    private const int TailMax = 2_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private string? _topic = start.Held.Topic;
    private long _notBefore;
    private string? _said;

    /// <summary>For a tenure that has caught up.</summary>
    public async Task StepAsync()
    {
        if (units.IsEmpty || !parts.Formats.AllReadNow || Environment.TickCount64 < _notBefore)
        {
            return;
        }

        _notBefore = Environment.TickCount64 + (long)Every.TotalMilliseconds;
        try
        {
            await steps.TellHeldAsync(Patience);
            await institutions.ToldAsync(token).WaitAsync(Patience, token);
            var now = await parts.HeldTopic.CatchUpAsync(token);
            if (now.IsOfAnotherThan(_topic))
            {
                // The next tenure finds out what is lost by it.
                throw new InvalidOperationException($"`{TopicNames.Held}` was deleted and made again");
            }

            _topic = now.Topic;
            foreach (var state in units.All)
            {
                await ReleaseAsync(state, now);
            }

            _said = null;
        }
        catch (Exception passing) when (passing is KafkaException or TimeoutException)
        {
            // What cannot be read or told just now is tried again; health tells of the broker itself.
            Say(Reason.Of(passing));
        }
    }

    private async Task ReleaseAsync(HeldState state, HeldNow now)
    {
        for (; ; now = await parts.HeldTopic.CatchUpAsync(token))
        {
            var account = now.Find(partition.Partition.Value, state.Unit);
            if (account is null && state.Number > 0 && now.Position == 0)
            {
                // Something of it was told to be held: the topic is there, and only this silo's client does not know it yet.
                return;
            }

            state.Released = account?.Released ?? state.Number;
            var entries = account is null ? [] : await parts.HeldTopic.ReadAsync(account, now.Position, RecordsMax, BytesMax, token);
            if (!await TryReleaseAsync(state, entries, isLetGo: now.LetGo.GetValueOrDefault(state.Unit, -1) >= state.From))
            {
                return;
            }

            if (entries.Count == 0)
            {
                units.Release(state.Unit);
                if (state.Unit.Institution is null)
                {
                    judge.Wake(state.Unit.Cohort);
                }

                return;
            }

            if (account!.Count - entries.Count > TailMax)
            {
                _notBefore = 0;
                return;
            }
        }
    }

    private void Say(string reason)
    {
        if (_said != reason)
        {
            _said = reason;
            parts.HeldMemory.NotTried(partition.Partition.Value, reason);
        }
    }

    /// <returns>Whether these are held no more.</returns>
    private async Task<bool> TryReleaseAsync(HeldState state, List<HeldEntry> entries, bool isLetGo)
    {
        try
        {
            var reason = state.Unit.Institution is { } institution
                ? await ReleaseInstitutionAsync(institution, entries, isLetGo)
                : await ReleaseCohortAsync(state.Unit.Cohort, entries, isLetGo);
            units.Explain(state.Unit, reason ?? state.Reason);
            return reason is null;
        }
        catch (Exception passing) when (passing is not KafkaException && !token.IsCancellationRequested)
        {
            // Whatever a grain or its storage says: what is held stays held.
            units.Explain(state.Unit, Reason.Of(passing));
            return false;
        }
    }

    /// <returns>Why it stays held; null where it does not.</returns>
    private async Task<string?> ReleaseCohortAsync(int cohort, List<HeldEntry> entries, bool isLetGo)
    {
        var (events, letters) = Decode(entries);
        var header = HeaderOf(entries);
        var reply = await grains.Cohort(cohort).Release(new CohortBatch(header, -1, events.ToArray(), faults.Undecidable, IsCareful: true), isLetGo);
        if (reply.IsGap || reply.Held is not null)
        {
            return reply.Held ?? "its grain begins anew";
        }

        if (reply.Failure is { } failure)
        {
            faults.DoNotDecide(failure.Customer, failure.Reason);
            return $"the judge failed on what falls due for `{failure.Customer}`";
        }

        letters.AddRange(Of(entries, reply.Failed ?? []).Select(untold => LetterOf(entries, untold.What)));
        if (reply.NextDue is { } due)
        {
            deadlines.Add(cohort, due);
        }

        faults.DraftFailed(reply.DraftFailure);
        List<Untold<Violation>> decided = [.. reply.Violations];
        var contributions = Of(entries, reply.Contributions).Select(untold => untold.What with { Cohort = cohort });
        foreach (var one in contributions.GroupBy(contribution => contribution.Event.Institution, StringComparer.Ordinal))
        {
            var own = OfInstitutions(header) with { Partition = ReleaseNumber.Of(partition.Partition.Value, cohort) };
            var counted = await CountAsync(one.Key, own, [.. one], entries, letters, isLetGo: false);
            if (counted.Held is { } held)
            {
                // From now on it is tried first.
                units.Hold(HeldUnit.OfInstitution(one.Key), held);
                return held;
            }

            decided.AddRange(counted.Violations);
        }

        await TellAsync(header.To, decided, letters, entries);
        return null;
    }

    // An earlier try may have been about more of them; what those decided is told with them.
    private static IEnumerable<Untold<T>> Of<T>(List<HeldEntry> entries, IEnumerable<Untold<T>> decided) =>
        entries.Count == 0 ? [] : decided.Where(untold => untold.Until <= Progress.After(entries[^1].Record!.Offset));

    // An event on which the judge fails is left out.
    private async Task<InstitutionReply> CountAsync(
        string institution, BatchHeader header, Contribution[] contributions, List<HeldEntry> entries, List<DeadLetter> letters, bool isLetGo)
    {
        while (true)
        {
            var reply = await grains.Institution(institution).Release(new InstitutionBatch(header, contributions, IsAgain: true), isLetGo);
            if (reply.Failure is not { } failure)
            {
                faults.DraftFailed(reply.DraftFailure);
                return reply;
            }

            letters.Add(LetterOf(entries, failure));
            contributions = Array.FindAll(contributions, contribution => contribution.Position.Offset != failure.Offset);
        }
    }

    private static BatchHeader OfInstitutions(BatchHeader header) => header with { Published = (header.Institutions ?? header.Published).Whole(), Institutions = null, Released = null };

    /// <inheritdoc cref="ReleaseCohortAsync"/>
    private async Task<string?> ReleaseInstitutionAsync(string institution, List<HeldEntry> entries, bool isLetGo)
    {
        var header = HeaderOf(entries);
        List<DeadLetter> letters = [];
        Contribution[] contributions = [.. entries.SelectMany(entry => parts.HeldContributions.Read(entry.Record!))];
        var reply = await CountAsync(institution, OfInstitutions(header), contributions, entries, letters, isLetGo);
        if (reply.Held is null)
        {
            await TellAsync(header.To, [.. reply.Violations], letters, entries);
        }

        return reply.Held;
    }

    private async Task TellAsync(Progress to, List<Untold<Violation>> decided, List<DeadLetter> letters, List<HeldEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var now = parts.Clock.GetUtcNow();
        var released = entries.Select(entry => HeldForm.Release(entry, now));
        await teller.TellReleasedAsync(to, [.. Of(entries, decided)], letters, released, institutions.Beside([], to), token);
        progress.ComeTo(to);
        await output.ReachedAsync(to, token);
    }

    // By the clock as it was with the last of them, or nothing would be due yet.
    private BatchHeader HeaderOf(List<HeldEntry> entries)
    {
        var header = steps.Header(entries.Count == 0 ? EventTime.Epoch : entries[^1].Record!.Clock, progress.Now.Next());
        return entries is [{ Record: { } first }, ..]
            ? header with { Released = first.ToldBefore(first.Published), Institutions = first.ToldBefore(first.Institutions) }
            : header with { Released = start.Published, Institutions = start.Institutions ?? start.Published };
    }

    private (List<StreamEvent> Events, List<DeadLetter> Letters) Decode(List<HeldEntry> entries)
    {
        var (room, decoder) = (new EventRoom(), parts.Decoders.Get());
        List<StreamEvent> events = [];
        List<DeadLetter> letters = [];
        foreach (var record in entries.Select(entry => entry.Record!))
        {
            var (decoded, defect) = decoder.DecodeHeld(record, room);
            if (decoded is null)
            {
                letters.Add(LetterOf(record, defect!.Code, defect.Message));
            }
            else
            {
                events.Add(new StreamEvent(record.Offset, record.Clock, decoded, record.Admitted));
            }
        }

        parts.Decoders.Return(decoder);
        return (events, letters);
    }

    private DeadLetter LetterOf(List<HeldEntry> entries, JudgeFailure failure)
    {
        var record = entries.Find(entry => entry.Record!.Offset == failure.Offset)?.Record;
        var letter = new DeadLetter(new(partition, failure.Offset), null, record?.Value, record?.Headers, RecordReader.JudgeFailed, failure.Reason);
        faults.GiveUp(letter);
        return letter;
    }

    private DeadLetter LetterOf(HeldRecord record, string code, string reason) => new(new(partition, record.Offset), null, record.Value, record.Headers, code, reason);
}
