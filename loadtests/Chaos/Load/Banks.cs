using System.Globalization;
using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>The institutions of the load and what they agreed: all four forms, and every kind of memory that a crash could lose.</summary>
/// <remarks>One tolerance for all, so that a partition has one watermark.</remarks>
public static class Banks
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>Its limits span customers, so all of its customers have their events in partition 0: which of two partitions comes first is not in the log.</summary>
    public const string AcrossCustomers = "dogwood";

    /// <summary>Its agreement changes under load.</summary>
    public const string Changing = "elm";

    /// <summary>Nobody publishes a document for it.</summary>
    public const string Unknown = "nobody";

    public static readonly string[] Names = ["alder", "birch", "cedar", AcrossCustomers, Changing];

    private const string Alder = """
        agreement: alder
        version: 1
        effective: 2020-01-01T00:00:00Z
        clauses:
          - id: services
            permit: { purposes: [dpv:CustomerCare, dpv:ServiceProvision, dpv:Marketing] }
          - id: upkeep
            permit: { operation: [dpv:Erase, dpv:Share] }
          - id: no-ads
            prohibit: { purposes: dpv:Marketing }
            unless: { since: { start: ConsentGiven, end: ConsentWithdrawn } }
          - id: in-conversation
            report: first
            prohibit: { operation: dpv:Access }
            unless: { since: { start: ConversationOpened, end: ConversationClosed }, match: [conversation] }
          - id: unattended
            report: first
            limit: { when: { operation: dpv:Use, customerPresent: false }, count: 5, sliding: PT30M }
          - id: recipients
            limit: { when: { operation: dpv:Share }, distinct: recipient, max: 3, calendar: day, zone: America/Los_Angeles }
        """;

    private const string Birch = """
        agreement: birch
        version: 1
        effective: 2020-01-01T00:00:00Z
        clauses:
          - id: erase
            oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT20M, match: [item] }
          - id: notify
            oblige: { after: dpv:Share, do: Notified, within: PT30M, match: [recipient] }
          - id: recall
            oblige: { after: ErasureRequested, forEach: { seen: dpv:Share, bind: recipient }, do: Notified, within: PT25M }
          - id: minutes
            oblige: { after: ConversationOpened, do: Approved, every: PT20M, until: ConversationClosed, match: [conversation] }
            report: first
        """;

    private const string Cedar = """
        agreement: cedar
        version: 1
        effective: 2020-01-01T00:00:00Z
        clauses:
          - id: asked-first
            prohibit: { operation: dpv:Share }
            unless: { once: Approved, within: PT2H, match: [item] }
          - id: bulk
            limit: { when: { operation: dpv:Access }, sum: records, max: 25, fixed: PT30M, per: [actor] }
          - id: for-good
            limit: { when: { operation: dpv:Erase }, count: 6, total: true }
            report: first
          - id: watched
            mode: shadow
            prohibit: { region: EU, operation: dpv:Use }
        ---
        agreement: cedar
        version: 2
        status: draft
        effective: 2020-01-01T00:00:00Z
        clauses:
          - id: tighter
            limit: { when: { operation: dpv:Share }, count: 1, sliding: PT1H, per: [recipient] }
        """;

    private const string Dogwood = """
        agreement: dogwood
        version: 1
        effective: 2020-01-01T00:00:00Z
        clauses:
          - id: rush
            limit: { when: { operation: dpv:Access }, count: 16, sliding: PT5M, per: institution }
          - id: crowd
            limit: { when: { operation: dpv:Use }, distinct: customer, max: 17, fixed: PT10M, per: institution }
          - id: erase
            oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT20M }
        """;

    /// <summary>All versions of one institution in one record.</summary>
    /// <param name="changes">Of <see cref="Changing"/>, beyond its first version.</param>
    public static string TextOf(string institution, IReadOnlyList<AgreementChange> changes) => institution switch
    {
        "alder" => Alder,
        "birch" => Birch,
        "cedar" => Cedar,
        AcrossCustomers => Dogwood,
        _ => string.Join("\n---\n", [ElmText(1, EventTime.Parse("2020-01-01T00:00:00Z")), .. changes.Select(change => ElmText(change.Version, change.Effective))]),
    };

    public static IReadOnlyList<Agreement> Read(IReadOnlyList<AgreementChange> changes)
    {
        var readings = Names.Select(name => AgreementReader.Read(TextOf(name, changes), name)).ToList();
        return readings.SelectMany(reading => reading.Mistakes).FirstOrDefault() is { } mistake
            ? throw new InvalidOperationException(mistake.ToString())
            : [.. readings.SelectMany(reading => reading.Documents).Select(document => document.Agreement)];
    }

    // What a version changes is a maximum, a mode and what is prohibited: nothing that would have to remember from before the silo learned of it.
    private static string ElmText(int version, EventTime effective)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"agreement: elm\nversion: {version}\neffective: {effective}\nclauses:\n");
        text.Append("  - id: no-selling\n    prohibit: { purposes: ").Append(version % 2 == 0 ? "dpv:Marketing" : "dpv:ServiceProvision").Append(" }\n");
        text.Append(CultureInfo.InvariantCulture, $"  - id: accesses\n    limit: {{ when: {{ operation: dpv:Access }}, count: {3 + version % 3}, sliding: PT20M }}\n");
        text.Append("  - id: no-erasure\n    prohibit: { operation: dpv:Erase }\n").Append(version % 3 == 0 ? "    mode: shadow\n" : "");
        text.Append("  - id: erase\n    oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT20M, match: [item] }\n");
        return text.ToString();
    }
}
