using System.Globalization;
using System.Text;
using System.Text.Json;
using Covenant.Contracts.Violations;
using Covenant.Silo.Topics;
using Covenant.Tests.Samples;

namespace Covenant.Tests.Silo;

/// <summary>The samples' story through Kafka, compared with the violations that were worked out by hand.</summary>
internal static class StoryRun
{
    // The wall clock is months after the story; its deadlines go by the log.
    private const string NeverIdle = "--Covenant:Ingestion:IdleAfter=1.00:00:00";

    private const string Group = "story";

    public static async Task CheckAsync(string? address)
    {
        if (address is not null)
        {
            // Other tests sent events of today, which would move the clock beyond the story.
            await new KafkaTopics(address).BeginAtEndAsync(Group, TopicNames.Events);
        }

        await using var silo = await RunningSilo.StartAsync(address, Group, NeverIdle);
        foreach (var name in SampleFiles.AgreementNames)
        {
            var yaml = SampleFiles.Text(name);
            await silo.Kafka.PublishAsync(TopicNames.Agreements, InstitutionOf(yaml), yaml);
        }

        string[] institutions = [.. SampleFiles.AgreementNames.Select(name => InstitutionOf(SampleFiles.Text(name)))];
        await Eventually.HoldsAsync("every sample is in the book", () => institutions.All(institution => silo.Books.Current.Find(institution) is not null));

        var events = SampleFiles.Text("story.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var partitions = silo.Kafka.PartitionsOf(TopicNames.Events).Count;
        silo.Kafka.PublishAll(TopicNames.Events, events.Select(line => (Key: KeyOf(line), line)).Select(one => ((string?)one.Key, one.line, PartitionOf(one.Key, institutions, partitions))));
        await MoveClocksAsync(silo, events[^1]);
        await Eventually.HoldsAsync("every event is committed", () => silo.Kafka.IsDone(silo.Group, TopicNames.Events));

        var told = institutions.SelectMany(institution => silo.Kafka.ReadAll(TopicNames.ViolationsOf(institution)).Select(record => Told(record.Message.Value!, institution, isShadow: false)))
            .Concat(silo.Kafka.ReadAll(TopicNames.Shadow).Where(record => institutions.Contains(record.Message.Key!.Split('/')[0])).Select(record => Told(record.Message.Value!, null, isShadow: true)));
        Assert.Equal(Expected().Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    // As `replay` ends: the clock is the newest event's, on every partition.
    private static async Task MoveClocksAsync(RunningSilo silo, string last)
    {
        var time = JsonDocument.Parse(last).RootElement.GetProperty("time").GetString();
        foreach (var partition in silo.Kafka.PartitionsOf(TopicNames.Events))
        {
            var customer = $"clock-{partition.Partition.Value}";
            var mover = $$$"""{"specversion":"1.0","id":"{{{customer}}}","time":"{{{time}}}","data":{"institution":"paypal","customer":"{{{customer}}}","operation":"Notified"}}""";
            await silo.Kafka.PublishAsync(TopicNames.Events, $"paypal/{customer}", Encoding.UTF8.GetBytes(mover), partition.Partition.Value);
        }
    }

    private static IEnumerable<string> Expected() => SampleFiles.Text("story.violations.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        var expected = JsonDocument.Parse(line).RootElement;
        return string.Create(CultureInfo.InvariantCulture, $"{expected.GetProperty("time")} {expected.GetProperty("event")} {expected.GetProperty("clause")} {expected.GetProperty("mode")}");
    });

    private static string Told(byte[] value, string? institution, bool isShadow)
    {
        Assert.True(ViolationReader.TryRead(value, out var violation, out var mistake), mistake);
        Assert.Equal(institution ?? violation.Institution, violation.Institution);
        Assert.Equal(isShadow, violation.Mode == Covenant.Contracts.Agreements.ClauseMode.Shadow);
        return $"{violation.Time} {violation.Event.Id} {violation.Clause} {(isShadow ? "shadow" : "enforce")}";
    }

    private static string InstitutionOf(string yaml) => yaml.Split('\n').First(line => line.StartsWith("agreement: ", StringComparison.Ordinal))["agreement: ".Length..].Trim();

    private static string KeyOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("subject").GetString()!;

    // An institution's customers share a partition, for what is measured over all of them goes by the order in which partitions tell of it.
    private static int PartitionOf(string key, string[] institutions, int partitions) => Array.IndexOf(institutions, key.Split('/')[0]) % partitions;
}
