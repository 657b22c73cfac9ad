using Covenant.Contracts.Violations;

namespace Covenant.Silo.Commands.Output;

/// <summary>A violation as one line for people: when, whose, which clause, who, why, and the event that proves it.</summary>
internal static class ViolationLine
{
    public static string Of(Violation violation)
    {
        var shadow = violation.Mode == Covenant.Contracts.Agreements.ClauseMode.Shadow ? " (shadow)" : "";
        var late = violation.Late ? " (late)" : "";
        var held = violation.Suppressed is { } suppressed ? $" ({suppressed} more held back)" : "";
        return $"{violation.Time} {violation.Institution} {violation.Clause} {violation.Customer}: {violation.Reason}{shadow}{late}{held} [{violation.Event.Id}]";
    }
}
