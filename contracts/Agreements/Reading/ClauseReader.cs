using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads one clause.</summary>
internal sealed partial class ClauseReader(MistakeList mistakes, SelectorReader selectors)
{
    private static readonly string[] Forms = ["permit", "prohibit", "limit", "oblige"];
    private static readonly string[] Keys = ["id", .. Forms, "while", "unless", "text", "severity", "mode", "report", "remedy"];

    private readonly MapReader _maps = new(mistakes);
    private readonly ValueReader _values = new(mistakes);
    private readonly ConditionReader _conditions = new(mistakes, selectors);
    private readonly LimitReader _limits = new(mistakes, selectors);
    private readonly ObligeReader _duties = new(mistakes, selectors);
    private readonly Dictionary<string, int> _lineOfId = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> LineOfId => _lineOfId;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern { get; }

    public Clause? Read(Node node)
    {
        mistakes.Clause = (node as MapNode)?["id"] is ScalarNode { Written: var written } && IdPattern.IsMatch(written) ? written : null;
        var clause = node is MapNode map ? Read(map) : RefuseKind(node);
        mistakes.Clause = null;
        return clause;
    }

    private Clause? Read(MapNode map)
    {
        var id = ReadId(map);
        var forms = Forms.Where(map.Has).ToArray();
        CheckKeys(map, forms);
        if (forms.Length > 1)
        {
            mistakes.Add(map, $"{string.Join(" and ", forms.Select(Quoted.Of))} in one clause: write a clause for each");
        }

        Clause? clause = null;
        foreach (var form in forms)
        {
            clause = ReadForm(map[form]!, form, id);
        }

        return ReadOptions(map, clause ?? new PermitClause { Id = id, What = Selector.Everything });
    }

    private Clause ReadForm(Node node, string form, string id) => form switch
    {
        "permit" => new PermitClause { Id = id, What = selectors.Read(node, form) },
        "prohibit" => new ProhibitClause { Id = id, What = selectors.Read(node, form) },
        "limit" => _limits.Read(node, id),
        _ => _duties.Read(node, id),
    };

    private Clause ReadOptions(MapNode map, Clause clause) => clause with
    {
        Text = map["text"] is { } text ? _values.Text(text, "text") : null,
        Severity = map["severity"] is { } severity ? _values.Choice<Severity>(severity, "severity") : Severity.Major,
        Mode = map["mode"] is { } mode ? _values.Choice<ClauseMode>(mode, "mode") : ClauseMode.Enforce,
        Report = map["report"] is { } report ? _values.Choice<ReportPolicy>(report, "report") : ReportPolicy.Each,
        Remedy = map["remedy"] is { } remedy ? _values.Text(remedy, "remedy") : null,
        While = map["while"] is { } holds ? _conditions.Read(holds, "while", []) : null,
        Unless = map["unless"] is { } excepts ? _conditions.Read(excepts, "unless", []) : null,
    };

    private string ReadId(MapNode map)
    {
        if (map["id"] is not { } node)
        {
            mistakes.Add(map, "the clause has no `id`: add one such as `id: no-advertising`");
            return "";
        }

        var id = node is ScalarNode scalar ? scalar.Written : "";
        if (!IdPattern.IsMatch(id))
        {
            mistakes.Add(node, $"`id` needs 1 to 128 letters, digits and `-_.:` such as `{Slug.Of(id, 128, keepsCase: true) ?? "no-advertising"}`, not {node.Shown}");
        }
        else if (id is BuiltInClauses.NotPermitted or BuiltInClauses.NoAgreement)
        {
            mistakes.Add(node, $"`id` cannot be {node.Shown}, a clause that every agreement has: choose another");
        }
        else if (!_lineOfId.TryAdd(id, node.Line))
        {
            mistakes.Add(node, $"`id` {node.Shown} is in line {_lineOfId[id]} already: give each clause an `id` of its own");
        }

        return id;
    }

    private void CheckKeys(MapNode map, string[] forms)
    {
        if (forms.Length > 0)
        {
            _maps.Read(map, "a clause", Keys);
            return;
        }

        var strange = map.Entries.Where(entry => !Keys.Contains(entry.Key)).ToArray();
        foreach (var entry in strange)
        {
            mistakes.Add(entry.Line, () => Explain(entry, map));
        }

        if (strange.Length == 0)
        {
            mistakes.Add(map, $"the clause has no form: add one of {Quoted.Choice(Forms)}");
        }
    }

    private static string Explain(MapEntry entry, MapNode map)
    {
        if (FormSynonyms.Find(entry.Key) is { } form)
        {
            return $"unknown form or key {Quoted.Of(entry.Key)}: did you mean {Quoted.Of(form)}?";
        }

        var said = KeyHints.Explain(entry, map, "a clause", Keys, "form or key");
        return said.Contains(": write `id`", StringComparison.Ordinal) ? $"unknown form or key {Quoted.Of(entry.Key)}: a clause has one of {Quoted.Choice(Forms)}" : said;
    }

    private Clause? RefuseKind(Node node)
    {
        mistakes.Add(node, () => node is ScalarNode { Written: var word } && MeantEntry.MissingBlank(word) is { } missing ? missing : $"a clause needs a mapping with an `id` and a form, not {node.Shown}");
        return null;
    }
}
