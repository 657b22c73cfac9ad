using Covenant.Contracts.Agreements;

namespace Covenant.Tests.Explanation;

/// <summary>Agreements around clauses that a test writes in one line each.</summary>
internal static class Clauses
{
    public static Agreement Read(string clause, string status = "active") => ReadAll(status, clause);

    public static Agreement ReadAll(string status, params string[] clauses)
    {
        var items = clauses.Select((clause, i) => $"  - {{ id: c{i}, {clause.TrimStart('{').TrimEnd()[..^(clause.StartsWith('{') ? 1 : 0)]} }}\n");
        var reading = AgreementReader.Read($"agreement: test-bank\nversion: 1\neffective: 2026-01-01T00:00:00Z\nstatus: {status}\nclauses:\n{string.Concat(items)}", "test.yaml");
        Assert.Empty(reading.Mistakes);
        return Assert.Single(reading.Documents).Agreement;
    }
}
