using System.Collections.Immutable;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Agreements;

/// <summary>One version of what an institution negotiated. Sets are already replaced by their terms.</summary>
public sealed record Agreement
{
    /// <summary>Default of <see cref="Tolerance"/>.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(10);

    /// <summary><c>[a-z0-9-]{2,32}</c>; the document's key is <c>agreement</c>.</summary>
    public required string Institution { get; init; }

    /// <summary>1 to 1,000,000; unique for its institution.</summary>
    public required int Version { get; init; }

    /// <summary>From when on (event time, included) this version judges.</summary>
    public required EventTime Effective { get; init; }

    public AgreementStatus Status { get; init; } = AgreementStatus.Active;

    /// <summary>How far out of order a customer's events may come and still be judged exactly; zero to 31 days. An institution's is the largest among its versions.</summary>
    public TimeSpan Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Which touches need a <c>permit</c>; null = all.</summary>
    public Selector? Scope { get; init; }

    /// <summary>The plain words (without a colon) that its sets list, each once: as a purpose or category of an event they are terms of its own, and any other plain word is a false term.</summary>
    public ImmutableArray<string> OwnTerms { get; init; } = [];

    public ImmutableArray<Clause> Clauses { get; init; } = [];
}
