using System.Text.Json;
using System.Text.Json.Nodes;

namespace Covenant.LoadTests.Generation;

/// <summary>The same record with one thing less.</summary>
internal static class RecordShrinker
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<GeneratedRecord> Simpler(GeneratedRecord record)
    {
        if (record.Timestamp is not null)
        {
            yield return record with { Timestamp = null };
        }

        foreach (var path in Removable(Parse(record.Json)))
        {
            var root = Parse(record.Json)!;
            Remove(root, path);
            yield return new GeneratedRecord(root.ToJsonString(Relaxed), record.Timestamp, record.SaysItsTime);
        }
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            // It is to stay as it is: a record that is no JSON, or has a name twice.
            return null;
        }
    }

    private static IEnumerable<string[]> Removable(JsonNode? root)
    {
        if (root is not JsonObject envelope || envelope["data"] is not JsonObject data)
        {
            yield break;
        }

        foreach (var (name, value) in data)
        {
            yield return ["data", name];
            for (var at = 0; value is JsonArray list && at < list.Count; at++)
            {
                yield return ["data", name, $"{at}"];
            }

            foreach (var (inner, _) in value as JsonObject ?? [])
            {
                yield return ["data", name, inner];
            }
        }
    }

    private static void Remove(JsonNode root, string[] path)
    {
        var parent = path[..^1].Aggregate(root, (node, name) => node[name]!);
        if (parent is JsonArray list)
        {
            list.RemoveAt(int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            parent.AsObject().Remove(path[^1]);
        }
    }
}
