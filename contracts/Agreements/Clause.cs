using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>A clause of an agreement: one of the four forms.</summary>
public abstract record Clause
{
    private protected Clause()
    {
    }

    /// <summary><c>[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}</c>, unique in its agreement, and none of the built-in <see cref="BuiltInClauses"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The sentence of the paper agreement.</summary>
    public string? Text { get; init; }

    public Severity Severity { get; init; } = Severity.Major;

    public ClauseMode Mode { get; init; } = ClauseMode.Enforce;

    public ReportPolicy Report { get; init; } = ReportPolicy.Each;

    /// <summary>What the platform owes where the clause is violated.</summary>
    public string? Remedy { get; init; }

    /// <summary>Must hold for the clause to apply.</summary>
    public Condition? While { get; init; }

    /// <summary>Excepts from the clause where it holds.</summary>
    public Condition? Unless { get; init; }
}

/// <summary>What may happen: violated (as <c>not-permitted</c>) by a touch in the agreement's scope that no permit takes.</summary>
public sealed record PermitClause : Clause
{
    public required Selector What { get; init; }
}

/// <summary>What must not happen: violated by every event it takes.</summary>
public sealed record ProhibitClause : Clause
{
    public required Selector What { get; init; }
}

/// <summary>How much may happen: violated by an event it takes that finds the measure over <see cref="Max"/>.</summary>
public sealed record LimitClause : Clause
{
    /// <summary><see cref="Selector.Everything"/> where the document has no <c>when</c>.</summary>
    public required Selector When { get; init; }

    public required Measure Measure { get; init; }

    /// <summary>0 to 2^53 - 1.</summary>
    public required long Max { get; init; }

    public required Window Window { get; init; }

    public Scope Per { get; init; } = Scope.Customer;
}

/// <summary>What must follow: violated at the deadline by the absence of an event that <see cref="Do"/> takes.</summary>
public sealed record ObligeClause : Clause
{
    /// <summary>The trigger.</summary>
    public required Selector After { get; init; }

    public required Selector Do { get; init; }

    public required Deadline Deadline { get; init; }

    /// <summary>Fields that must be present and equal in the trigger and the event that discharges (or ends) it.</summary>
    public ImmutableArray<Field> Match { get; init; } = [];

    public ForEach? ForEach { get; init; }
}
