using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Explanation;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Silo.Commands.Explain;

/// <summary>An event, what came before it, and the version by which it is explained.</summary>
/// <param name="policy">All versions of the institution.</param>
internal sealed class EventCase(Policy policy, Agreement version, DataUseEvent touch, IReadOnlyList<DataUseEvent> history)
{
    public DataUseEvent Touch => touch;

    /// <summary>False for a fact.</summary>
    public bool IsTouch { get; } = policy.IsTouch(touch, version.Version);

    /// <summary>Why no clause can permit it, whatever it permits; null where one can.</summary>
    public string? Hidden { get; } = policy.Hides(touch, version.Version);

    private bool IsWithout => version.Status is AgreementStatus.Abstained or AgreementStatus.Retired;

    /// <summary>Why the agreement's scope asks no permit of it; null where it does not say so.</summary>
    public string? OutOfScope => version.Scope is { } scope && !IsWithout && IsTouch && Hidden is null && SelectorTrace.Of(scope, touch) is { Takes: false } trace
        ? $"its `scope` does not take the touch, so it needs no permit: {trace.Why}"
        : null;

    /// <summary>Whether it keeps a deadline of the duty that would be missed without it.</summary>
    public bool Fulfils(ObligeClause duty) => Probes.Fulfils(
        duty, policy.Agreements.Where(other => (other.Status == AgreementStatus.Draft) == (version.Status == AgreementStatus.Draft)), touch, history, new TimeSpan(policy.Tolerance));

    public List<ClauseVerdict> Clauses(string? only)
    {
        if (IsWithout)
        {
            return [];
        }

        var probes = new Probes();
        var questions = version.Clauses.Where(clause => only is null || clause.Id == only).Select(clause => new ClauseQuestions(clause, probes)).ToList();
        probes.Answer(touch, history, new TimeSpan(policy.Tolerance));
        return [.. questions.Select(question => question.Verdict(this, probes))];
    }
}
