using System.Collections.Immutable;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads what <c>while</c> and <c>unless</c> ask.</summary>
internal sealed class ConditionReader(MistakeList mistakes, SelectorReader selectors)
{
    private static readonly string[] Kinds = ["once", "since", "all", "any", "not", "during"];
    private static readonly string[] Keys = [.. Kinds, "within", "match"];
    private static readonly string[] SinceKeys = ["start", "end"];
    private static readonly Condition Stub = new Condition.All([]);

    private readonly MapReader _maps = new(mistakes);
    private readonly FieldListReader _fields = new(mistakes);
    private readonly DurationReader _durations = new(mistakes);
    private readonly DuringReader _during = new(mistakes);

    /// <param name="key">What the condition is given to.</param>
    /// <param name="outerMatch">What the conditions around it match; it holds for what they are made of.</param>
    public Condition Read(Node node, string key, ImmutableArray<Field> outerMatch)
    {
        if (node is not MapNode map)
        {
            mistakes.Add(node, () => node is ListNode
                ? $"`{key}` needs one condition, not {node.Shown}: join several with `all: [...]` or `any: [...]`"
                : (node is ScalarNode { Written: var word } ? MeantEntry.Explain(word, Keys) : null) ?? $"`{key}` needs a condition{Example(node)}, not {node.Shown}");
            return Stub;
        }

        _maps.Read(map, $"the condition `{key}`", Keys);
        var kinds = Kinds.Where(map.Has).ToArray();
        if (kinds.Length == 0 && map.Entries.Any(entry => !Keys.Contains(entry.Key)))
        {
            return Stub;
        }

        if (kinds.Length != 1)
        {
            mistakes.Add(map, kinds.Length == 0
                ? $"the condition `{key}` says nothing: write {Quoted.Choice(Kinds)}"
                : $"the condition `{key}` has {string.Join(" and ", kinds.Select(Quoted.Of))}: join them with `all: [...]` or `any: [...]`");
        }
        else
        {
            CheckCompanions(map, kinds[0]);
        }

        // All are read, so that all their mistakes are told.
        var match = _fields.ReadMatch(map["match"], outerMatch);
        return kinds.Select(kind => ReadKind(map, kind, match)).ToList() is [var one] ? one : Stub;
    }

    private static string Example(Node node) =>
        node is ScalarNode { Written: var word } && TermDag.Find(word) is { Id: >= 0 } term && TermDag.KindOf(term.Id) is TermKind.Fact or TermKind.Operation
            ? $" such as `{{ once: {word} }}`" : ", for example `{ once: ConsentGiven }`";

    private Condition ReadKind(MapNode map, string kind, ImmutableArray<Field> match)
    {
        var value = map[kind]!;
        return kind switch
        {
            "once" => new Condition.Once(selectors.Read(value, kind), map["within"] is { } within ? _durations.Read(within, "within", "P1Y") : null, match),
            "since" => ReadSince(value, match),
            "all" => new Condition.All(ReadAll(value, kind, match)),
            "any" => new Condition.Any(ReadAll(value, kind, match)),
            "not" => new Condition.Not(Read(value, kind, match)),
            _ => _during.Read(value),
        };
    }

    private Condition.Since ReadSince(Node node, ImmutableArray<Field> match)
    {
        var map = _maps.Read(node, "`since`", SinceKeys);
        return node is not MapNode
            ? new Condition.Since(Selector.Everything, Selector.Everything, match)
            : new Condition.Since(selectors.ReadRequired(map, "start", "`since`"), selectors.ReadRequired(map, "end", "`since`"), match);
    }

    private ImmutableArray<Condition> ReadAll(Node node, string kind, ImmutableArray<Field> match)
    {
        if (node is ListNode { Items.IsEmpty: false } list)
        {
            return [.. list.Items.Select(item => Read(item, kind, match))];
        }

        mistakes.Add(node, $"`{kind}` needs a list of conditions such as `{kind}: [{{ once: Notified }}, {{ once: Approved }}]`, not {node.Shown}");
        return [];
    }

    private void CheckCompanions(MapNode map, string kind)
    {
        if (map["within"] is { } within && kind != "once")
        {
            mistakes.Add(within, $"`within` goes with `once`, not with `{kind}`: write `{{ once: ..., within: ... }}`");
        }

        if (map["match"] is { } match && kind == "during")
        {
            mistakes.Add(match, "`match` compares with earlier events, of which `during` asks nothing: leave it out");
        }
    }
}
