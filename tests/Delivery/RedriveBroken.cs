namespace Covenant.Tests.Delivery;

/// <summary>A rule of redriving that is broken on purpose.</summary>
public enum RedriveBroken
{
    Nothing,

    /// <summary>What is diverted, and the position that says so, are not one transaction.</summary>
    DivertedApart,

    /// <summary>A record and what takes it away are not one transaction.</summary>
    TombstoneApart,

    /// <summary>Whoever begins does not end what the one before had open.</summary>
    NotFenced,

    /// <summary>What is left is read before the one before is ended.</summary>
    ReadsBeforeFencing,

    /// <summary>What is left is read as far as committed readers come, and not to the end.</summary>
    ReadsToLastStable,

    /// <summary>After a transaction of which the outcome is not known the same is written again.</summary>
    GoesOnUnsure,

    /// <summary>The topic lets records go by their age.</summary>
    RetainedByTime,
}
