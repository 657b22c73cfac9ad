namespace Covenant.Tests.Delivery;

/// <summary>A rule of holding and releasing that is broken on purpose.</summary>
public enum HeldBroken
{
    Nothing,

    /// <summary>What is released is taken away before its customer's state is stored.</summary>
    TombstoneBeforeStored,

    /// <summary>What released records decided, and what takes them away, are not one transaction.</summary>
    TombstoneApart,

    /// <summary>The unit is called as usual while records of it are held.</summary>
    ResumesEarly,

    /// <summary>The unit is called as usual while the last release is not committed.</summary>
    ResumesBeforeCommitted,

    /// <summary>The unit is asked what is untold while records of it are held.</summary>
    AsksHeld,

    /// <summary>Released records are sent with what the partition has published by then.</summary>
    PartitionPublished,

    /// <summary>Released records are sent with what was published when they were put there, also those behind it.</summary>
    PutPublishedAlone,

    /// <summary>Records that are held are put there again by the next tenure.</summary>
    PutTwice,

    /// <summary>Records below what is published are not put there.</summary>
    BelowPublishedNotPut,

    /// <summary>A unit that lacks what was sent to it is held from there on.</summary>
    HeldDespiteGap,

    /// <summary>All that a release is answered is told with it, also what later records decided.</summary>
    ToldBeyondStep,

    /// <summary>A release, which is a wake, comes before all below what the tenure found published is judged again: the wake passes over it.</summary>
    ReleasedBeforeCaughtUp,

    /// <summary>A release is answered what a clock decided, though the same tenure was answered it.</summary>
    ClockAnsweredAgain,

    /// <summary>The checkpoint moves before what is put there is committed.</summary>
    CheckpointBeforePut,
}
