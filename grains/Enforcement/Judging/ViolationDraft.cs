using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Showing;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Conditions;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>What every violation says: of which clause, by which event.</summary>
/// <param name="Late">By the clock of the event's customer.</param>
internal readonly record struct ViolationDraft(string Institution, int? Version, string Clause, ClauseMode Mode, Occurrence At, StreamPosition Position, bool Late)
{
    private Clause? Source { get; init; }

    private ClauseForm Form { get; init; }

    public static ViolationDraft Of(Policy policy, CompiledVersion version, CompiledClause clause, in Occurrence at, StreamPosition position, bool late) =>
        new(policy.Institution, version.Number, clause.Source.Id, clause.Mode, at, position, late) { Source = clause.Source, Form = clause.Form };

    /// <param name="bind">The value that an obligation binds.</param>
    /// <param name="period">Of an obligation that restarts itself; 0 otherwise.</param>
    public Violation Build(string reason, string? bind = null, int period = 0) => new()
    {
        Id = ViolationId.Of(this, bind, period),
        Time = At.Event.Time,
        Institution = Institution,
        Customer = At.Event.Customer,
        Agreement = Version,
        Clause = Clause,
        Form = Form,
        Severity = Source?.Severity ?? Severity.Major,
        Mode = Mode,
        Text = Source?.Text,
        Remedy = Source?.Remedy,
        Reason = Shown.Text(reason),
        Event = At.Event.Kept(),
        Late = Late,
        Position = Position,
        Semantics = Violation.SemanticsNow,
    };
}
