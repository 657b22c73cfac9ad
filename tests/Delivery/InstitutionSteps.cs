namespace Covenant.Tests.Delivery;

/// <summary>What a partition, the lane beside it, its cohort and the institution do.</summary>
internal sealed class InstitutionSteps(InstitutionBroken broken)
{
    private const int TenuresMax = 3;

    /// <summary>Two silos take turns: which one it is makes no difference.</summary>
    public static InstitutionState TakeUp(InstitutionState state, bool first)
    {
        var found = state.Institutions ?? state.Published;
        var tenure = new LaneTenure(state.Tenures + 1, state.Published, state.Checkpoint, state.Published, found, found, state.Institutions is not null, false, -1, "", "", "", default, default, default);
        return (state with { Tenures = tenure.Number }).With(first, tenure);
    }

    public static bool CanTakeUp(InstitutionState state, bool first) => state.Of(first) is null && state.Tenures < TenuresMax && first == (state.Tenures % 2 == 0);

    /// <summary>The cohort judges some records, and says what is to be counted.</summary>
    public InstitutionState Judge(InstitutionState state, bool first, int records)
    {
        var tenure = state.Of(first)!.Value;
        var (cohort, to) = (state.Cohort ?? state.StoredCohort, tenure.At + records);
        if (cohort.Mark < tenure.Sent || state.LastCaller > tenure.Number)
        {
            return state.With(first, null);
        }

        // Until it has caught up, and while something waits to be counted, the cohort needs the lane's own position.
        var isOne = (tenure.At >= tenure.Start && tenure.IsIdle) || broken == InstitutionBroken.OnePosition;
        var counted = isOne ? tenure.Published : tenure.Counted;
        var added = Digits(Math.Max(cohort.Mark + 1, tenure.At), to);
        var untold = string.Concat((cohort.Untold + added).Where(record => record - '0' >= counted));
        var ahead = tenure.Ahead + (cohort.AnsweredTo == tenure.Number ? string.Concat(untold.Where(added.Contains)) : untold);
        var answer = string.Concat(ahead.Where(record => record - '0' < to).Distinct().Order());
        var judged = state with { Cohort = new Contributor(Math.Max(cohort.Mark, to - 1), untold, tenure.Number), LastCaller = tenure.Number };

        tenure = tenure with { At = to, Sent = to - 1, Ahead = string.Concat(ahead.Where(record => record - '0' >= to)), IsUsed = tenure.IsUsed || answer.Length > 0 };
        tenure = to > tenure.Start ? tenure with { Tellings = tenure.Tellings.Add(new LaneTelling(to, "", Beside(tenure, answer, to))) } : tenure;
        return judged.With(first, answer.Length == 0 ? tenure : tenure with { Handed = Math.Max(tenure.Handed, to), Work = tenure.Work.Add(new LaneWork(to, answer)) });
    }

    public static bool CanJudge(InstitutionState state, bool first, int records) => state.Of(first) is { } tenure && tenure.At + records <= state.End;

    /// <summary>The institution counts what waits first; what it decides is stored before it is answered, and the answer may be lost.</summary>
    public InstitutionState Count(InstitutionState state, bool first, Write write)
    {
        var tenure = state.Of(first)!.Value;
        var (work, institution) = (tenure.Work[0], state.Institution ?? state.StoredInstitution);
        institution = institution.AnsweredTo == tenure.Number ? institution : institution with { Answered = "", AnsweredTo = tenure.Number };
        foreach (var digit in work.Records.Where(digit => broken == InstitutionBroken.MarkIsIgnored || digit - '0' > institution.Mark))
        {
            var record = digit - '0';
            institution = institution with { Mark = record, IsGapped = institution.IsGapped || record != institution.Mark + 1, Untold = institution.Untold + digit };
        }

        institution = institution with { Untold = string.Concat(institution.Untold.Where(record => record - '0' >= tenure.Counted)) };
        if (write == Write.Fails)
        {
            return (state with { Institution = institution }).With(first, tenure with { IsAgain = broken != InstitutionBroken.NotAskedAgain });
        }

        var answer = tenure.IsAgain ? institution.Untold : string.Concat(institution.Untold.Where(record => !institution.Answered.Contains(record)));
        institution = institution with { Answered = institution.Untold };
        state = state with { Institution = institution, StoredInstitution = broken == InstitutionBroken.AnsweredBeforeStored ? state.StoredInstitution : institution.ToStore() };
        if (write == Write.IsUnknown)
        {
            return state.With(first, tenure with { IsAgain = broken != InstitutionBroken.NotAskedAgain });
        }

        var waiting = (tenure.Waiting + answer).Where(record => !tenure.Taken.Contains(record)).Distinct().Order().ToList();
        var ids = string.Concat(waiting.Where(record => record - '0' < work.To));
        return state.With(first, tenure with
        {
            IsAgain = false,
            Waiting = string.Concat(waiting.Where(record => record - '0' >= work.To)),
            Taken = tenure.Taken + ids,
            Work = Items<LaneWork>.Of(tenure.Work.Skip(1)),
            LaneTellings = tenure.LaneTellings.Add(new LaneTelling(work.To, ids)),
        });
    }

    public static bool CanCount(InstitutionState state, bool first) => state.Of(first) is { Work.Count: > 0 };

    /// <summary>The partition's position moves, and with it what the lane needs on record.</summary>
    public static InstitutionState Commit(InstitutionState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        if (!state.IsOwner(tenure))
        {
            return state.With(first, null);
        }

        var (to, _, beside) = tenure.Tellings[0];
        var lane = beside > (state.Institutions ?? -1) ? beside : state.Institutions;
        return (state with { Published = Math.Max(state.Published, to), Institutions = lane })
            .With(first, tenure with { Published = Math.Max(tenure.Published, to), Counted = Math.Max(tenure.Counted, beside ?? 0), Tellings = Items<LaneTelling>.Of(tenure.Tellings.Skip(1)) });
    }

    /// <summary>The lane tells, after the partition's own transaction that is before it.</summary>
    public InstitutionState CommitLane(InstitutionState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        if (!state.IsOwner(tenure))
        {
            return state.With(first, null);
        }

        var (to, ids, _) = tenure.LaneTellings[0];
        var told = state with { Told = state.Told + ids };
        return broken == InstitutionBroken.PositionApart && ids.Length > 0
            ? told.With(first, tenure with { LaneTellings = Items<LaneTelling>.Of([new LaneTelling(to, ""), .. tenure.LaneTellings.Skip(1)]) })
            : (told with { Institutions = Math.Max(state.Institutions ?? 0, to) })
                .With(first, tenure with { Counted = Math.Max(tenure.Counted, to), LaneTellings = Items<LaneTelling>.Of(tenure.LaneTellings.Skip(1)) });
    }

    public static InstitutionState MoveCheckpoint(InstitutionState state, bool first)
    {
        var tenure = state.Of(first)!.Value;
        return (state with { Checkpoint = tenure.At }).With(first, tenure with { Sent = -1 });
    }

    public bool CanMoveCheckpoint(InstitutionState state, bool first) => state.Of(first) is { } tenure && state.IsOwner(tenure) && tenure.At > state.Checkpoint && tenure.At <= tenure.Published
        && state.StoredCohort.Mark >= tenure.Sent && (tenure.IsIdle || broken == InstitutionBroken.CheckpointBeforeCounted);

    private int? Beside(LaneTenure tenure, string answer, int to) =>
        !tenure.IsUsed || !tenure.IsIdle || broken == InstitutionBroken.NotBeside ? null : answer.Length > 0 ? answer[0] - '0' : to;

    private static string Digits(int from, int end) => string.Concat(Enumerable.Range(from, Math.Max(0, end - from)));
}
