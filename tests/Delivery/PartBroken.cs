namespace Covenant.Tests.Delivery;

/// <summary>A rule of telling one step in several transactions that is broken on purpose.</summary>
public enum PartBroken
{
    Nothing,

    /// <summary>How much of the step is told is not committed with what is told of it.</summary>
    PartNotCommitted,

    /// <summary>What a clock decides falls into the step of which the tenure found a part told, and that part is taken to cover it.</summary>
    FoundPartCoversClock,

    /// <summary>The same, but the tenure that decided it doesn't take it for told by the part that it found; the next tenure does.</summary>
    FoundPartCoversForNext,

    /// <summary>The same, but nobody takes it for told by the part that was found; the position goes back to where it is told.</summary>
    DecidedInFoundStep,

    /// <summary>A tenure goes on with the part that it found as a part of its own position, which is then said of a later step.</summary>
    PartStaysInPosition,

    /// <summary>What a wake decided is told with the record before the wake.</summary>
    WakeCountedToRecord,

    /// <summary>A wake goes on by one, be there a later one for which something waits.</summary>
    WakesOneByOne,

    /// <summary>A position counts as the end of the step that it is within.</summary>
    PartIsWholeStep,
}
