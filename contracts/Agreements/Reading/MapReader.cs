namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads a node as a mapping with known keys.</summary>
internal sealed class MapReader(MistakeList mistakes)
{
    private static readonly MapNode Nothing = new([], 0, 1, 1);

    /// <summary>Keys that people put in the wrong place, and where they belong.</summary>
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["sliding"] = "is a window, which only a `limit` has, inside it",
        ["fixed"] = "is a window, which only a `limit` has, inside it",
        ["calendar"] = "is a window, which only a `limit` has, inside it",
        ["total"] = "is a window, which only a `limit` has, inside it",
        ["window"] = "is not written: a `limit` has `sliding`, `fixed`, `calendar` or `total`",
        ["count"] = "is a measure, which only a `limit` has, inside it",
        ["sum"] = "is a measure, which only a `limit` has, inside it",
        ["distinct"] = "is a measure, which only a `limit` has, inside it",
        ["max"] = "goes with `sum` or `distinct` inside a `limit`",
        ["when"] = "is the selector inside a `limit`",
        ["per"] = "is the scope inside a `limit`",
        ["zone"] = "goes with `calendar` inside a `limit`, or inside `during`",
        ["within"] = "goes with `do` inside an `oblige`, or beside `once`",
        ["every"] = "goes with `do` inside an `oblige`",
        ["until"] = "goes with `every` inside an `oblige`",
        ["forEach"] = "goes inside an `oblige`",
        ["after"] = "is the trigger inside an `oblige`",
        ["do"] = "goes with `after` inside an `oblige`",
        ["match"] = "goes beside `once` or `since`, or inside an `oblige`",
        ["once"] = "is a condition, which goes inside `while` or `unless`",
        ["since"] = "is a condition, which goes inside `while` or `unless`",
        ["during"] = "is a condition, which goes inside `while` or `unless`",
        ["while"] = "goes beside the clause's form, not inside it",
        ["unless"] = "goes beside the clause's form, not inside it",
        ["severity"] = "goes beside the clause's form, not inside it",
        ["mode"] = "goes beside the clause's form, not inside it",
        ["report"] = "goes beside the clause's form, not inside it",
        ["remedy"] = "goes beside the clause's form, not inside it",
        ["text"] = "goes beside the clause's form, not inside it",
        ["id"] = "goes beside the clause's form, not inside it",
        ["customer"] = "cannot be selected: an agreement speaks of every customer alike",
        ["institution"] = "cannot be selected: an agreement speaks of its own institution",
    };

    /// <summary>The mapping, or an empty one where it is none; a key that is not among the known ones is a mistake.</summary>
    /// <param name="place">What holds the keys, in backticks.</param>
    public MapNode Read(Node node, string place, IReadOnlyList<string> known, Func<string, bool>? isKnown = null)
    {
        if (node is not MapNode map)
        {
            mistakes.Add(node, $"{place} needs a mapping with keys such as {string.Join(", ", known.Take(4).Select(Quoted.Of))}, not {node.Shown}");
            return Nothing with { Line = node.Line };
        }

        foreach (var entry in map.Entries)
        {
            if (!known.Contains(entry.Key) && isKnown?.Invoke(entry.Key) != true)
            {
                mistakes.Add(entry.Line, () => Explain(entry.Key, place, known));
            }
        }

        return map;
    }

    /// <summary>What to say of a key that has no place here.</summary>
    private static string Explain(string key, string place, IReadOnlyList<string> known)
    {
        if (Places.TryGetValue(key, out var belongs))
        {
            return $"{Quoted.Of(key)} has no place in {place}: it {belongs}";
        }

        return Nearest.To(key, known) is { } near
            ? $"unknown key {Quoted.Of(key)} in {place}: did you mean {Quoted.Of(near)}?"
            : $"unknown key {Quoted.Of(key)} in {place}: write {Quoted.Choice(known)}";
    }
}
