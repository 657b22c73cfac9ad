using System.Collections.Immutable;

namespace Covenant.Contracts.Agreements;

/// <summary>Names that no institution can bear: its topics begin with <c>datause.{institution}.</c>, and these begin the platform's own.</summary>
public static class PlatformNames
{
    public static readonly ImmutableArray<string> All = ["events", "agreements", "directives", "shadow", "deadletter"];
}
