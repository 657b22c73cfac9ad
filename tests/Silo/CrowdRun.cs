using System.Globalization;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>Many more events than the silo lets wait, so that partitions are paused and resumed all the time.</summary>
internal static class CrowdRun
{
    private const int Events = 800;

    private const int Customers = 40;

    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(
            address, "crowd", "--Covenant:Ingestion:WaitingRecordsMax=8", "--Covenant:Ingestion:PauseAfter=00:00:00", "--Covenant:Ingestion:BatchRecordsMax=5", "--Covenant:Ingestion:GrainCallsMax=2", "--Covenant:Ingestion:UnacknowledgedBatchesMax=2");
        var bank = new Bank(silo, "crowd-bank");
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        var partitions = silo.Kafka.PartitionsOf(TopicNames.Events).Count;

        silo.Kafka.PublishAll(TopicNames.Events, Enumerable.Range(0, Events).Select(number =>
        {
            var customer = $"c-{number % Customers}";
            return ((string?)$"crowd-bank/{customer}", bank.Event(number.ToString("D5", CultureInfo.InvariantCulture), customer, "dpv:Use", "dpv:Advertising"), number % Customers % partitions);
        }));

        var read = await bank.ReadsAsync();
        Assert.Equal(Enumerable.Range(0, Events).Select(number => $"{number:D5} no-ads"), read.Order(StringComparer.Ordinal));
        var told = silo.Kafka.ReadAll(TopicNames.ViolationsOf("crowd-bank")).GroupBy(record => record.Message.Key).Select(customer => customer.Select(record => System.Text.Encoding.UTF8.GetString(record.Message.Value!)));
        Assert.All(told, customer => Assert.Equal(customer.Select(OffsetOf).Order(), customer.Select(OffsetOf)));
    }

    private static long OffsetOf(string violation) =>
        System.Text.Json.JsonDocument.Parse(violation).RootElement.GetProperty("data").GetProperty("position").GetProperty("offset").GetInt64();
}
