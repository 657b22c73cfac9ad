using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Silo.Commands.Explain;

/// <summary>Says for one event what every clause says of it, and why.</summary>
internal static class EventExplainer
{
    /// <param name="only">The clause asked for; null = all.</param>
    /// <exception cref="CommandException">There is no document of the event's institution.</exception>
    public static EventExplanation Explain(IEnumerable<Agreement> agreements, DataUseEvent touch, IReadOnlyList<DataUseEvent> history, string? only)
    {
        var own = agreements.Where(agreement => agreement.Institution == touch.Institution).ToList();
        if (own.Count == 0)
        {
            throw CommandException.Failed($"there is no document for institution `{touch.Institution}`: the event would be a dead letter");
        }

        var (isDuplicate, violations) = Probes.Judged(own, touch, history);
        var versions = new List<VersionVerdict>();
        var inForce = At(own.Where(agreement => agreement.Status != AgreementStatus.Draft), touch.Time);
        var draft = At(own.Where(agreement => agreement.Status == AgreementStatus.Draft), touch.Time);
        var policy = Policy.Compile(own, MemoryBounds.Default);
        foreach (var (lane, version) in new[] { ("in force", inForce), ("draft", draft) })
        {
            if (version is not null)
            {
                var explained = new EventCase(policy, version, touch, history);
                versions.Add(new VersionVerdict(version.Version, lane, explained.OutOfScope, explained.Clauses(only)));
            }
        }

        return new EventExplanation(
            touch.Institution, touch.Customer, touch.Id, touch.Time.ToString(), Verdict(inForce, isDuplicate, violations),
            [.. violations.Select(Line)], versions, history.Count);
    }

    private static Agreement? At(IEnumerable<Agreement> agreements, EventTime time) =>
        agreements.Where(agreement => agreement.Effective <= time).OrderBy(agreement => agreement.Effective).ThenBy(agreement => agreement.Version).LastOrDefault();

    private static string Verdict(Agreement? inForce, bool isDuplicate, IReadOnlyCollection<Violation> violations)
    {
        if (isDuplicate)
        {
            return "a duplicate of an event before it: judged no more";
        }

        var enforced = violations.Where(violation => violation.Mode == ClauseMode.Enforce).Select(violation => $"`{violation.Clause}`").ToList();
        var by = inForce is null ? "for no version is in force" : $"by version {inForce.Version} ({inForce.Status.ToString().ToLowerInvariant()})";
        return enforced.Count == 0 ? $"no violation, {by}" : $"violates {string.Join(", ", enforced)}, {by}";
    }

    private static string Line(Violation violation) => $"{violation.Clause}: {violation.Reason}{(violation.Mode == ClauseMode.Shadow ? " (shadow)" : "")}";
}
