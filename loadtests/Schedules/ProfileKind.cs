namespace Covenant.LoadTests.Schedules;

/// <summary>How the rate of a load goes over time.</summary>
public enum ProfileKind
{
    /// <summary>One rate.</summary>
    Steady,

    /// <summary>Evenly from one rate to another.</summary>
    Ramp,

    /// <summary>From one rate to another in equal steps.</summary>
    Step,

    /// <summary>One rate, a higher one in the middle, and the first again.</summary>
    Spike,

    /// <summary>One rate for long, with some breath in it: a tenth more and less every few minutes.</summary>
    Soak,

    /// <summary>One rate, but nobody judges at first.</summary>
    Backlog,
}
