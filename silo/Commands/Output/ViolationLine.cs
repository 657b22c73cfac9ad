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
        return $"{violation.Time} {violation.Institution} {violation.Clause} {OneLine(violation.Customer)}: {OneLine(violation.Reason)}{shadow}{late}{held} [{OneLine(violation.Event.Id)}]";
    }

    // Whatever a producer sent, a violation stays one line and moves no cursor.
    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
