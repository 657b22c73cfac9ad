using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>
/// Names that no institution can bear: its topics begin with <c>datause.{institution}.</c>, and these begin the platform's own
/// (<c>datause.undelivered.v1</c>).
/// </summary>
/// <remarks>
/// INVARIANT (one reader for each topic): a bank may read all that begins with <c>datause.{institution}.</c>. A name has neither dots nor
/// <c>_</c>, so that beginning is
/// another bank's never, and the platform's only where the name is one of these. Names of topics to come are among them, for a bank keeps
/// its name.
/// </remarks>
public static class PlatformNames
{
    public static readonly ImmutableArray<string> All = ["events", "agreements", "directives", "shadow", "deadletter", "undelivered", "held", "watched", "audit"];

    public static bool IsReserved(string institution) => All.Contains(institution);
}
