namespace Covenant.Tests.Delivery;

/// <summary>A rule of delivery that is broken on purpose.</summary>
public enum Broken
{
    Nothing,

    /// <summary>1: a grain applies what it has applied.</summary>
    MarkIsIgnored,

    /// <summary>2: what the wall clock decided is told before it is stored.</summary>
    ToldBeforeStored,

    /// <summary>2: what is untold is not stored with the state that decided it.</summary>
    OutboxNotStored,

    /// <summary>3: the position is committed apart from what is told.</summary>
    PositionApart,

    /// <summary>3: what was told is told again by the next tenure.</summary>
    ToldBelowPublished,

    /// <summary>3: a partition that moved is not fenced.</summary>
    NotFenced,

    /// <summary>3: a deadline that the wall clock decided does not count as progress.</summary>
    WakesNotCounted,

    /// <summary>3: what a clock decided is taken for told by the position, whichever tenure published that.</summary>
    ToldByPosition,

    /// <summary>3: a grain hears a tenure that is over.</summary>
    OldTenuresHeard,

    /// <summary>4: the checkpoint does not wait for the grains.</summary>
    CheckpointBeforeStored,

    /// <summary>4: the checkpoint does not wait for what is published.</summary>
    CheckpointAbovePublished,

    /// <summary>4: the checkpoint forgets that a customer is to be woken who has something untold.</summary>
    UntoldNotDue,

    /// <summary>5: a grain does not notice that it lacks what was sent to it.</summary>
    GapUnnoticed,
}
