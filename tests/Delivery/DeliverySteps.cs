using Covenant.Contracts.Grains;

namespace Covenant.Tests.Delivery;

/// <summary>What can happen to the partition, each as a function of where things stand. True as a silo or a customer means the first one.</summary>
internal sealed class DeliverySteps(Broken broken)
{
    private static bool IsOfA(int record) => record != 1;

    /// <summary>The silo sends the next record to its customer, and takes the answer.</summary>
    public DeliveryState Judge(DeliveryState state, bool silo)
    {
        var tenure = state.TenureOf(silo)!.Value;
        var record = (int)tenure.At.Offset;
        var a = IsOfA(record);
        var active = state.Active(a) ?? new Activation(state.Stored(a), false);
        if (IsRefused(active, tenure, tenure.Sent(a)))
        {
            return state.With(silo, (Tenure?)null);
        }

        var customer = active.Customer;
        if (broken == Broken.MarkIsIgnored || record > customer.Mark)
        {
            var isSecond = a && customer.Mark >= 0;
            customer = customer with { Mark = Math.Max(record, customer.Mark), ByRecord = isSecond ? Progress.After(record) : customer.ByRecord };
        }

        customer = Claim(state, customer, tenure, tenure.At with { Offset = record + 1 });
        if (!a && !TryStoreUntold(ref state, active, customer))
        {
            return state.With(a: false, null).With(silo, (Tenure?)null);
        }

        tenure = Take(tenure.Send(a, Math.Max(record, tenure.Sent(a))) with { At = tenure.At with { Offset = record + 1 }, HasDue = a ? tenure.HasDue : IsDue(customer) }, customer);
        return state.With(a, Called(active, customer, tenure)).With(silo, tenure);
    }

    public static bool CanJudge(DeliveryState state, bool silo) =>
        state.TenureOf(silo) is { } tenure && tenure.At.Offset < state.End && (tenure.IsAsked || tenure.At < tenure.Published);

    /// <summary>Before it judges what is news, a tenure asks for what the one before may have decided by the wall clock.</summary>
    public DeliveryState Ask(DeliveryState state, bool silo)
    {
        var tenure = state.TenureOf(silo)!.Value with { IsAsked = true };
        tenure = tenure with { At = Progress.Max(tenure.At, tenure.Published) };
        if (!tenure.HasDue)
        {
            return state.With(silo, tenure);
        }

        var active = state.B ?? new Activation(state.StoredB, false);
        if (IsRefused(active, tenure, tenure.SentToB))
        {
            return state.With(silo, (Tenure?)null);
        }

        var customer = Claim(state, active.Customer, tenure, tenure.At);
        return TryStoreUntold(ref state, active, customer)
            ? state.With(a: false, Called(active, customer, tenure)).With(silo, Take(tenure with { HasDue = IsDue(customer) }, customer))
            : state.With(a: false, null).With(silo, (Tenure?)null);
    }

    public static bool CanAsk(DeliveryState state, bool silo) => state.TenureOf(silo) is { IsAsked: false } tenure && tenure.At.Offset >= tenure.Published.Offset;

    /// <summary>The silo has come to the end of the log, and finds its own name in the partition's row.</summary>
    public static DeliveryState TakeTurn(DeliveryState state, bool silo) => state.With(silo, state.TenureOf(silo)!.Value with { HasTurn = true });

    public static bool CanTakeTurn(DeliveryState state, bool silo) =>
        state.TenureOf(silo) is { IsAsked: true, HasTurn: false } tenure && tenure.At.Offset == state.End && tenure.At.Wakes < 2 && tenure.Generation == state.Generation;

    /// <summary>The wall clock has passed the deadline of B; by now the partition may be another's.</summary>
    public DeliveryState Wake(DeliveryState state, (bool Silo, Write Write) how)
    {
        var (silo, write) = how;
        var tenure = state.TenureOf(silo)!.Value with { HasTurn = false };
        if (!tenure.HasDue)
        {
            var held = Take(tenure with { At = tenure.At.Next() }, Customer.Fresh);
            return state.With(silo, held.TellsByClock ? held : tenure);
        }

        var active = state.B ?? new Activation(state.StoredB, false);
        if (IsRefused(active, tenure, tenure.SentToB))
        {
            return state.With(silo, (Tenure?)null);
        }

        tenure = tenure with { At = Progress.Max(tenure.At, tenure.Published) };
        var customer = Claim(state, active.Customer, tenure, tenure.At.Next());
        if (!customer.IsDecided && customer.Mark >= 1)
        {
            customer = customer with { IsDecided = true, ByClock = tenure.At.Next(), AnsweredTo = tenure.Number };
            if (broken != Broken.ToldBeforeStored)
            {
                if (active.IsStale)
                {
                    return state.With(a: false, null).With(silo, (Tenure?)null);
                }

                if (write == Write.Fails)
                {
                    return state.With(a: false, Called(active, customer, tenure)).With(silo, (Tenure?)null);
                }

                state = state.Store(a: false, ToStore(customer));
                if (write == Write.IsUnknown)
                {
                    return state.With(a: false, new Activation(customer, IsStale: true, tenure.Number)).With(silo, (Tenure?)null);
                }
            }
        }

        if (!TryStoreUntold(ref state, active, customer))
        {
            return state.With(a: false, null).With(silo, (Tenure?)null);
        }

        var to = tenure.At.Next();
        var taken = Take(tenure with { At = to, HasDue = false }, customer);
        return state.With(a: false, Called(active, customer, tenure)).With(silo, taken.TellsByClock ? taken : taken with { At = tenure.At });
    }

    public static bool CanWake(DeliveryState state, bool silo) => state.TenureOf(silo) is { HasTurn: true };

    /// <summary>What the silo has to tell, and how far it has come: all or nothing. Where it does not learn the outcome it asks for it, so that is no step of its own.</summary>
    public DeliveryState Commit(DeliveryState state, bool silo)
    {
        var tenure = state.TenureOf(silo)!.Value;
        if (tenure.Generation != state.Generation && broken != Broken.NotFenced)
        {
            return state.With(silo, (Tenure?)null);
        }

        var to = broken == Broken.WakesNotCounted ? tenure.At with { Wakes = 0 } : tenure.At;
        var told = state with
        {
            Told = (state.Told.ByRecord + (tenure.TellsByRecord ? 1 : 0), state.Told.ByClock + (tenure.TellsByClock ? 1 : 0)),
            IsToldByZombie = state.IsToldByZombie || tenure.Generation != state.Generation,
        };
        return broken == Broken.PositionApart
            ? told.With(silo, tenure with { TellsByRecord = false, TellsByClock = false })
            : (told with { Published = Progress.Max(to, state.Published) }).With(silo, tenure with { Published = to, TellsByRecord = false, TellsByClock = false });
    }

    public bool CanCommit(DeliveryState state, bool silo) => state.TenureOf(silo) is { } tenure && tenure.At > tenure.Published && (broken != Broken.PositionApart || tenure.TellsByRecord || tenure.TellsByClock);

    /// <summary>Where the position is committed apart: what remains.</summary>
    public static DeliveryState CommitPosition(DeliveryState state, bool silo)
    {
        var tenure = state.TenureOf(silo)!.Value;
        return (state with { Published = Progress.Max(tenure.At, state.Published) }).With(silo, tenure with { Published = tenure.At });
    }

    /// <summary>An activation writes its state; another version in storage refuses it, and ends it.</summary>
    public DeliveryState Persist(DeliveryState state, bool a, Write write)
    {
        var active = state.Active(a)!.Value;
        return active.IsStale ? state.With(a, (Activation?)null)
            : state.Store(a, ToStore(active.Customer)).With(a, active with { IsStale = write == Write.IsUnknown });
    }

    public bool CanPersist(DeliveryState state, bool a) => state.Active(a) is { } active && (active.IsStale || ToStore(active.Customer) != state.Stored(a));

    /// <summary>All that was sent is stored, and published: the checkpoint moves, in a row that only the owner can write.</summary>
    public DeliveryState MoveCheckpoint(DeliveryState state, bool silo)
    {
        var tenure = state.TenureOf(silo)!.Value;
        var hasDue = HasDueAtCheckpoint(tenure);
        return (state with { Checkpoint = (int)tenure.At.Offset, HasDue = hasDue }).With(silo, tenure with { SentToA = -1, SentToB = -1, HasDue = hasDue });
    }

    public bool CanMoveCheckpoint(DeliveryState state, bool silo) =>
        state.TenureOf(silo) is { } tenure && tenure.Generation == state.Generation && (tenure.At.Offset > state.Checkpoint || (tenure.At.Offset == state.Checkpoint && HasDueAtCheckpoint(tenure) != state.HasDue))
        && (broken == Broken.CheckpointBeforeStored || (state.StoredA.Mark >= tenure.SentToA && state.StoredB.Mark >= tenure.SentToB))
        && (broken == Broken.CheckpointAbovePublished || tenure.At <= tenure.Published);

    /// <summary>The silo takes the partition up, from the checkpoint; whoever had it does not know yet.</summary>
    /// <param name="isMoved">Whether the group gave it to this silo only now.</param>
    public DeliveryState TakeUp(DeliveryState state, bool silo, bool isMoved)
    {
        var generation = state.Generation + (isMoved ? 1 : 0);
        var published = broken == Broken.ToldBelowPublished ? default : state.Published;
        var from = new Progress(broken == Broken.CheckpointAbovePublished ? state.Checkpoint : Math.Min(state.Checkpoint, state.Published.Offset), state.Published.Wakes);
        var found = state.Found.Next(state.Published);
        return (state with { Generation = generation, Found = found }).With(silo, new Tenure(found.Count, generation, from, published, -1, -1, false, false, state.HasDue, null, false, false));
    }

    private static bool IsDue(Customer customer) => customer is { IsDecided: false, Mark: >= 1 };

    private bool HasDueAtCheckpoint(Tenure tenure) => tenure.HasDue || (tenure.Holds is not null && broken != Broken.UntoldNotDue);

    // What a clock decided is not answered from memory alone, whenever it was decided.
    private bool TryStoreUntold(ref DeliveryState state, Activation active, Customer customer)
    {
        if (customer.ByClock is null || (state.StoredB.ByClock == customer.ByClock && state.StoredB.AnsweredTo == customer.AnsweredTo) || broken is Broken.ToldBeforeStored or Broken.OutboxNotStored)
        {
            return true;
        }

        if (active.IsStale)
        {
            return false;
        }

        state = state.Store(a: false, ToStore(customer));
        return true;
    }

    private bool IsRefused(Activation active, Tenure tenure, int sent) =>
        (broken != Broken.GapUnnoticed && active.Customer.Mark < sent) || (broken != Broken.OldTenuresHeard && active.Tenure > tenure.Number);

    private static Activation Called(Activation active, Customer customer, Tenure tenure) => active with { Customer = customer, Tenure = tenure.Number };

    // What was told is not kept, and not answered; what a clock decided for another tenure, and that one did not tell, becomes this one's.
    private Customer Claim(DeliveryState state, Customer customer, Tenure tenure, Progress to)
    {
        customer = customer with { ByRecord = customer.ByRecord > tenure.Published ? customer.ByRecord : null };
        var isItsOwn = customer.AnsweredTo == tenure.Number || broken == Broken.ToldByPosition;
        var told = isItsOwn ? tenure.Published : state.EndOfAnswered(customer);
        return customer.ByClock is not { } until || until <= told ? customer with { ByClock = null, AnsweredTo = 0 }
            : isItsOwn ? customer
            : customer with { ByClock = Progress.Max(until, to > tenure.Published ? to : tenure.Published.Next()), AnsweredTo = tenure.Number };
    }

    // What a grain answers is told with the batch that comes to where it is told.
    private static Tenure Take(Tenure tenure, Customer customer)
    {
        var holds = customer.ByClock ?? tenure.Holds;
        var tells = holds <= tenure.At && holds > tenure.Published;
        return tenure with
        {
            TellsByRecord = tenure.TellsByRecord || customer.ByRecord <= tenure.At,
            TellsByClock = tenure.TellsByClock || tells,
            Holds = tells ? null : holds,
        };
    }

    private Customer ToStore(Customer customer) => broken == Broken.OutboxNotStored ? customer with { ByRecord = null, ByClock = null } : customer;
}
