using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>The agreements that are timed.</summary>
internal static class BenchAgreements
{
    public const string Institution = "bank-00";

    /// <summary>The four clauses of a usual bank.</summary>
    public const string Usual = """
          - { id: services, permit: { purposes: [fin:PaymentProcessing, dpv:PaymentManagement, dpv:CustomerCare, dpv:FraudPreventionAndDetection] } }
          - { id: no-commercial-use, prohibit: { purposes: [dpv:CommercialPurpose, dpv:Marketing, dpv:Personalisation, dpv:SellProducts] } }
          - id: only-in-conversation
            prohibit: { operation: [dpv:Use, dpv:Access] }
            unless: { since: { start: ConversationOpened, end: ConversationClosed }, match: [conversation] }
          - { id: unattended, limit: { when: { customerPresent: false }, count: 20, sliding: PT24H } }
        """;

    /// <summary>Two clauses that take the events of <see cref="BenchEvents"/>, and others that could not.</summary>
    public static string Among(int clauses) => string.Join('\n',
        Enumerable.Range(0, clauses).Select(i => i switch
        {
            0 => "  - { id: care, permit: { purposes: dpv:CustomerCare } }",
            1 => "  - { id: present, limit: { when: { operation: dpv:Use }, count: 1000000, sliding: PT1H } }",
            _ => (i % 4) switch
            {
                0 => $"  - {{ id: c-{i}, prohibit: {{ operation: dpv:Share, recipient: r-{i} }} }}",
                1 => $"  - {{ id: c-{i}, prohibit: {{ purposes: dpv:Marketing, actor: a-{i} }} }}",
                2 => $"  - {{ id: c-{i}, limit: {{ when: {{ operation: dpv:Copy, actor: a-{i} }}, count: 4, sliding: PT24H }} }}",
                _ => $"  - {{ id: c-{i}, permit: {{ purposes: dpv:Marketing, actor: a-{i} }} }}",
            },
        }));

    public static IReadOnlyList<Agreement> Read(string clauses)
    {
        var text = $"agreement: {Institution}\nversion: 1\neffective: 2018-08-01T00:00:00Z\nclauses:\n{clauses}\n";
        return [.. AgreementReader.Read(text, "bench.yaml").Documents.Select(document => document.Agreement)];
    }

    public static AgreementBook Book(string clauses) => AgreementBook.Compile(Read(clauses));

    public static Policy Policy(string clauses) => Book(clauses).Find(Institution)!;
}
