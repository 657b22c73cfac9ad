using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Violations;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>An institution of one test's own, so that tests can share a broker.</summary>
internal sealed class Bank(RunningSilo silo, string institution)
{
    private int _events;

    public async Task AgreesAsync(int version, string clauses)
    {
        var before = silo.Books.Current.Find(institution);
        await silo.Kafka.PublishAsync(TopicNames.Agreements, institution, Agreement(version, clauses));
        await Eventually.HoldsAsync($"version {version} of `{institution}` is in the book", () => silo.Books.Current.Find(institution) != before);
    }

    public string Agreement(int version, string clauses) => $"agreement: {institution}\nversion: {version}\neffective: 2026-01-01T00:00:00Z\nclauses:\n{clauses}";

    /// <returns>The event's id.</returns>
    public async Task<string> TouchAsync(string customer, string operation, string purpose, string time = "2026-03-01T12:00:00Z", string? key = null)
    {
        var id = $"{institution}-{++_events}";
        await silo.Kafka.PublishAsync(TopicNames.Events, key ?? $"{institution}/{customer}", Event(id, customer, operation, purpose, time));
        return id;
    }

    public string Event(string id, string customer, string operation, string purpose, string time = "2026-03-01T12:00:00Z") =>
        $$$"""{"specversion":"1.0","id":"{{{id}}}","time":"{{{time}}}","data":{"institution":"{{{institution}}}","customer":"{{{customer}}}","operation":"{{{operation}}}","purposes":["{{{purpose}}}"]}}""";

    /// <summary>All that the bank has read, as `event clause`, once everything sent so far is judged.</summary>
    public async Task<List<string>> ReadsAsync()
    {
        await Eventually.HoldsAsync("every event is committed", () => silo.Kafka.IsDone(silo.Group, TopicNames.Events));
        return silo.Kafka.ReadAll(TopicNames.ViolationsOf(institution)).ConvertAll(record =>
        {
            Assert.True(ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake), mistake);
            Assert.Equal((institution, record.Message.Key), (violation.Institution, violation.Customer));
            return $"{violation.Event.Id} {violation.Clause}";
        });
    }

    /// <summary>The dead letters whose key begins with this institution's name, as `code`, with their reason.</summary>
    public List<(string Code, string Reason)> DeadLetters() =>
        [.. silo.Kafka.ReadAll(TopicNames.DeadLetters).Where(record => record.Message.Key?.StartsWith(institution, StringComparison.Ordinal) == true)
            .Select(record => (Header(record.Message.Headers, "code"), Header(record.Message.Headers, "reason")))];

    public static string Header(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(Covenant.Silo.Publishing.DeadLetters.HeaderPrefix + name));
}
