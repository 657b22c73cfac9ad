namespace Covenant.Contracts.Agreements;

/// <summary>When an obligation is due.</summary>
public abstract record Deadline
{
    private Deadline()
    {
    }

    /// <summary>Once, <paramref name="Time"/> after the trigger.</summary>
    /// <param name="Time">Zero allowed.</param>
    public sealed record Within(Duration Time) : Deadline;

    /// <summary>Again and again: once in each period (t + (k-1)P, t + kP], until an event that <paramref name="Until"/> takes.</summary>
    /// <param name="Period">At least one second.</param>
    public sealed record Every(Duration Period, Selector? Until) : Deadline;
}

/// <summary>One obligation for each value of <paramref name="Bind"/> among the customer's earlier events that <paramref name="Seen"/> takes.</summary>
public sealed record ForEach(Selector Seen, Field Bind);
