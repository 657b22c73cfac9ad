using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Scenarios;

/// <summary>An event, or the end to which the clock advances, and what must be said.</summary>
internal sealed record ScenarioLine(string Text, DataUseEvent? Event, EventTime Until, IReadOnlyList<Expectation> Expected, bool IsDuplicate)
{
    private static readonly string[] Starts = ["ok", "violates", "due", "duplicate"];

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
        var e = isUntil ? null : EventOf(time, what, number);
        var expected = string.Join(' ', words[count..]).Split(';', StringSplitOptions.TrimEntries);
        return new(text, e, time, [.. expected.Where(one => one is not ("ok" or "duplicate")).Select(one => Expectation.Parse(one, clock.Copy()))], expected.Contains("duplicate"));
    }

    private static DataUseEvent EventOf(EventTime time, Queue<string> words, int number)
    {
        var operation = words.Dequeue();
        var fields = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string? Take(string name) => fields.Remove(name, out var value) ? value : null;
        string[] List(string name) => Take(name)?.Split(',') ?? [];
        var e = new DataUseEvent
        {
            Id = Take("id") ?? $"e{number}",
            Source = Take("source") ?? "",
            Time = time,
            Institution = Take("institution") ?? "bank",
            Customer = Take("customer") ?? "c-1",
            Operation = Term.Of(operation.Contains(':', StringComparison.Ordinal) || Term.Of($"dpv:{operation}").Id < 0 ? operation : $"dpv:{operation}"),
            Purposes = [.. List("purposes").Select(Term.Of)],
            Categories = [.. List("categories").Select(Term.Of)],
            Actor = Take("actor"),
            Role = Take("role"),
            Recipient = Take("recipient"),
            Conversation = Take("conversation"),
            Item = Take("item"),
            Records = Take("records") is { } records ? long.Parse(records) : null,
            Region = Take("region"),
            CustomerPresent = Take("present") is { } present ? bool.Parse(present) : null,
            Forms = List("forms"),
            Attributes = [.. fields.Select(pair => new AttributeValues(pair.Key, pair.Value.Split(',')))],
        };
        return e;
    }
}
