using System.Text.Json.Nodes;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Generation;

namespace Covenant.Tests.Scenarios;

/// <summary>A record, or the end to which the clock advances, and what must be said.</summary>
internal sealed record ScenarioLine(string Text, GeneratedRecord? Record, EventTime Until, IReadOnlyList<Expectation> Expected, bool IsDuplicate)
{
    private static readonly string[] Starts = ["ok", "violates", "due", "duplicate"];

    private static readonly string[] Texts = ["customer", "institution", "actor", "role", "recipient", "conversation", "item", "region"];

    private static readonly string[] Lists = ["purposes", "categories", "forms"];

    public static ScenarioLine Parse(string text, ScenarioClock clock, int number)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var count = words.TakeWhile(word => !Starts.Contains(word)).Count();
        Assert.True(count < words.Length, $"`{text}` does not say what is expected");
        var what = new Queue<string>(words[..count]);
        var isUntil = what.Peek() == "until";
        if (isUntil)
        {
            what.Dequeue();
        }

        var time = clock.Take(what);
        var record = isUntil ? null : RecordOf(time, what, number, clock.Copy());
        var expected = string.Join(' ', words[count..]).Split(';', StringSplitOptions.TrimEntries);
        return new(text, record, time, [.. expected.Where(one => one is not ("ok" or "duplicate")).Select(one => Expectation.Parse(one, clock.Copy()))], expected.Contains("duplicate"));
    }

    private static GeneratedRecord RecordOf(EventTime time, Queue<string> words, int number, ScenarioClock clock)
    {
        var operation = words.Dequeue();
        var fields = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string? Take(string name) => fields.Remove(name, out var value) ? value : null;
        var envelope = new JsonObject { ["specversion"] = "1.0", ["id"] = Take("id") ?? $"e{number}", ["source"] = Take("source") ?? "", ["time"] = time.ToString() };
        EventTime? recorded = Take("recorded") is { } when ? clock.Take(new([when])) : null;
        var isTerm = operation.Contains(':', StringComparison.Ordinal) || Covenant.Contracts.Vocabulary.Term.Of($"dpv:{operation}").Id < 0;
        var data = new JsonObject { ["institution"] = "bank", ["customer"] = "c-1", ["operation"] = isTerm ? operation : $"dpv:{operation}" };
        foreach (var name in Texts.Where(fields.ContainsKey).ToList())
        {
            data[name] = Take(name);
        }

        foreach (var name in Lists.Where(fields.ContainsKey).ToList())
        {
            data[name] = ListOf(Take(name)!);
        }

        data["records"] = Take("records") is { } records ? JsonNode.Parse(records) : null;
        data["customerPresent"] = Take("present") is { } present ? JsonNode.Parse(present) : null;
        data["attributes"] = new JsonObject(fields.Select(pair => KeyValuePair.Create(pair.Key, pair.Value[0] is '{' or '[' ? JsonNode.Parse(pair.Value) : ListOf(pair.Value))));
        envelope["data"] = data;
        return new(envelope.ToJsonString(), recorded);
    }

    private static JsonArray ListOf(string values) => [.. values.Split(',').Select(value => (JsonNode)value)];
}
