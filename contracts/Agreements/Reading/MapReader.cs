namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Reads a node as a mapping with known keys.</summary>
internal sealed class MapReader(MistakeList mistakes)
{
    private static readonly MapNode Nothing = new([], 0, 1, 1);

    /// <summary>The mapping, or an empty one where it is none; a key that is not among the known ones is a mistake.</summary>
    /// <param name="place">What holds the keys, in backticks.</param>
    public MapNode Read(Node node, string place, IReadOnlyList<string> known, Func<MapEntry, bool>? isKnown = null)
    {
        if (node is not MapNode map)
        {
            mistakes.Add(node, () => node is ScalarNode { Written: var word } && MeantEntry.MissingBlank(word) is { } missing
                ? missing
                : $"{place} needs a mapping with keys such as {string.Join(", ", known.Take(4).Select(Quoted.Of))}, not {node.Shown}");
            return Nothing with { Line = node.Line };
        }

        foreach (var entry in map.Entries)
        {
            if (!known.Contains(entry.Key) && isKnown?.Invoke(entry) != true)
            {
                mistakes.Add(entry.Line, () => KeyHints.Explain(entry, map, place, known));
            }
        }

        return map;
    }
}
