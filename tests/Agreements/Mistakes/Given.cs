namespace Covenant.Tests.Agreements.Mistakes;

/// <summary>Agreements around the one thing that a test is about. A clause's form stands in line 6.</summary>
internal static class Given
{
    public const string Head = "agreement: acme\nversion: 1\neffective: 2026-01-01\n";

    public const string OneClause = "clauses:\n  - id: c\n    prohibit: dpv:Use\n";

    /// <param name="lines">All of the clause but its id.</param>
    public static string Clause(string lines) => $"{Head}clauses:\n  - id: c\n    {lines.Replace("\n", "\n    ", StringComparison.Ordinal)}\n";

    public static string Prohibit(string selector) => Clause("prohibit: " + selector);

    public static string Unless(string condition) => Clause("prohibit: dpv:Use\nunless: " + condition);

    public static string Limit(string limit) => Clause("limit: " + limit);

    public static string Oblige(string duty) => Clause("oblige: " + duty);
}
