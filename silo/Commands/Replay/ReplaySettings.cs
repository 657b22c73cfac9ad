using Covenant.Contracts.Events;
using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Replay;

/// <summary>What <c>covenant replay</c> was asked for.</summary>
/// <param name="Agreements">A folder or a file.</param>
/// <param name="Events">A file, or <c>-</c> for standard input.</param>
/// <param name="Until">Null: obligations still open at the end stay pending.</param>
/// <param name="Shadow">Print shadow verdicts too.</param>
/// <param name="DeadLetters">Where unreadable lines are kept; null = nowhere.</param>
internal sealed record ReplaySettings(
    string Agreements, string Events, EventTime? Until, bool Shadow, bool FailOnViolation, string? DeadLetters, OutputFormat? Output)
{
    public const string StandardInput = "-";
}
