using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads one agreement.</summary>
internal sealed partial class DocumentReader(MistakeList mistakes)
{
    private const int VersionMax = 1_000_000;
    private static readonly string[] Keys = ["agreement", "version", "effective", "status", "tolerance", "title", "description", "sets", "scope", "clauses"];

    private static readonly string[] Prose = ["title", "description"];

    private readonly MapReader _maps = new(mistakes);
    private readonly ValueReader _values = new(mistakes);

    [GeneratedRegex(@"^[a-z0-9-]{2,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstitutionPattern { get; }

    /// <summary>In which line each clause that was read has its id.</summary>
    public ImmutableDictionary<string, int> ClauseLines { get; private set; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Worth nothing where a mistake was told meanwhile.</summary>
    public Agreement Read(Node root)
    {
        var map = _maps.Read(root, "the agreement", Keys);
        if (root is not MapNode)
        {
            return new Agreement { Institution = "", Version = 1, Effective = default };
        }

        foreach (var key in Prose.Where(map.Has))
        {
            _values.Text(map[key]!, key);
        }

        var sets = new SetReader(mistakes).Read(map["sets"]);
        var selectors = new SelectorReader(mistakes, sets);
        var status = map["status"] is { } word ? _values.Choice<AgreementStatus>(word, "status") : AgreementStatus.Active;
        var agreement = new Agreement
        {
            Institution = Required(map, "agreement", "agreement: paypal") is { } institution ? ReadInstitution(institution) : "",
            Version = Required(map, "version", "version: 1") is { } version ? (int)_values.Whole(version, "version", 1, VersionMax) : 1,
            Effective = Required(map, "effective", "effective: 2026-01-31T00:00:00Z") is { } effective ? new TimeReader(mistakes).Read(effective, "effective") : default,
            Status = status,
            Tolerance = map["tolerance"] is { } tolerance ? new DurationReader(mistakes).ReadTolerance(tolerance) : Agreement.DefaultTolerance,
            OwnTerms = sets.OwnTerms(),
            Scope = map["scope"] is { } scope ? selectors.Read(scope, "scope") : null,
            Clauses = ReadClauses(map, selectors, mayBeEmpty: status is AgreementStatus.Abstained or AgreementStatus.Retired),
        };
        WarnOfUnused(map["sets"] as MapNode, sets);
        return agreement;
    }

    private void WarnOfUnused(MapNode? map, SetBook sets)
    {
        foreach (var entry in map?.Entries ?? [])
        {
            if (!sets.IsUsed(entry.Key))
            {
                mistakes.Warn(entry.Value, $"set {Quoted.Of(entry.Key)} is named by no selector: name it where its values are meant, or leave it out");
            }
        }
    }

    private Node? Required(MapNode map, string key, string example)
    {
        if (map[key] is { } node)
        {
            return node;
        }

        mistakes.Add(map, $"`{key}` is missing: write such as `{example}`");
        return null;
    }

    private string ReadInstitution(Node node)
    {
        var written = node is ScalarNode scalar ? scalar.Written : "";
        if (!InstitutionPattern.IsMatch(written))
        {
            mistakes.Add(node, $"`agreement` needs an institution of 2 to 32 small letters, digits and dashes such as `{Meant(written)}`, not {node.Shown}");
        }
        else if (PlatformNames.IsReserved(written))
        {
            mistakes.Add(node, $"`agreement` cannot be `{written}`: topics of the platform begin with this name; give the institution another, such as `{written}-bank`");
        }

        return written;
    }

    private static string Meant(string written) =>
        Slug.Of(written, 32, keepsCase: false) is { Length: >= 2 } slug && !PlatformNames.IsReserved(slug) ? slug : "western-union";

    private ImmutableArray<Clause> ReadClauses(MapNode map, SelectorReader selectors, bool mayBeEmpty)
    {
        var node = map["clauses"];
        if (node is null or ScalarNode { IsNull: true } or ListNode { Items.IsEmpty: true })
        {
            if (!mayBeEmpty)
            {
                mistakes.Add(node ?? map, "`clauses` is missing: add a clause, or write `status: abstained` where the institution declined");
            }

            return [];
        }

        if (node is not ListNode list || list.Items.Length > AgreementReader.ClausesMax)
        {
            mistakes.Add(node, node is ListNode
                ? $"over {AgreementReader.ClausesMax} clauses: join some, with lists in their selectors"
                : $"`clauses` needs a list of clauses, each beginning with `- id: NAME`, not {node.Shown}");
            return [];
        }

        var reader = new ClauseReader(mistakes, selectors);
        ImmutableArray<Clause> clauses = [.. list.Items.Select(reader.Read).OfType<Clause>()];
        ClauseLines = reader.LineOfId.ToImmutableDictionary(StringComparer.Ordinal);
        return clauses;
    }
}
