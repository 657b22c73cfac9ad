namespace Covenant.Tests.Delivery;

/// <summary>A rule of limits over all customers that is broken on purpose.</summary>
public enum InstitutionBroken
{
    Nothing,

    /// <summary>The lane's position is not on record before the partition's moves over what the lane has still to count.</summary>
    NotBeside,

    /// <summary>A cohort takes what is to be counted for told by the partition's position.</summary>
    OnePosition,

    /// <summary>An institution answers before it has stored what it counted.</summary>
    AnsweredBeforeStored,

    /// <summary>An institution is asked once more as if its answer could not be lost.</summary>
    NotAskedAgain,

    /// <summary>An institution counts what it has counted.</summary>
    MarkIsIgnored,

    /// <summary>The checkpoint does not wait for the lane.</summary>
    CheckpointBeforeCounted,

    /// <summary>The lane's position is committed apart from what it tells.</summary>
    PositionApart,
}
