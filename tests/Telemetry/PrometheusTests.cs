using System.Net;
using System.Text;
using Covenant.Silo.Http;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using Covenant.Tests.Commands;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Telemetry;

/// <summary>What Prometheus finds at a silo.</summary>
[Collection(nameof(ShownMetrics))]
public sealed class PrometheusTests
{
    private const string Institution = "scraped-bank";

    [Fact]
    public async Task A_silo_shows_what_it_judged_and_that_it_is_not_behind()
    {
        await using var silo = await RunningSilo.StartAsync(null, "scraped", "--Covenant:Telemetry:Prometheus=true", "--Covenant:Checkpoint:Every=00:00:00.200");
        using var deadLetters = new CounterReading(silo.Services, "covenant.deadletters", ("reason", "not-json"));
        using var duplicates = new CounterReading(silo.Services, "covenant.duplicates");
        var bank = new Bank(silo, Institution);
        await bank.AgreesAsync(7, "  - id: no-ads\n    severity: critical\n    prohibit: { purposes: dpv:Advertising }\n");

        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        var second = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        await silo.Kafka.PublishAsync(TopicNames.Events, $"{Institution}/c-1", bank.Event(second, "c-1", "dpv:Use", "dpv:Advertising"));
        await silo.Kafka.PublishAsync(TopicNames.Events, $"{Institution}/c-1", Encoding.UTF8.GetBytes("not json"));
        Assert.Equal(2, (await bank.ReadsAsync()).Count);

        var scrape = await Scrape.TakeAsync(silo);
        Assert.Equal([2], scrape.Values("covenant_violations_total", ("institution", Institution), ("clause", "no-ads"), ("form", "prohibit"), ("mode", "enforce"), ("severity", "critical")));
        Assert.Equal([7], scrape.Values("covenant_agreement_version", ("institution", Institution), ("status", "active")));
        Assert.Equal((1, 1), (deadLetters.Value, duplicates.Value));
        Assert.Single(scrape.Values("covenant_deadletters_total", ("reason", "not-json")));
        (string, string)[] ours = [("messaging_consumer_group_name", "scraped"), ("messaging_destination_name", TopicNames.Events)];
        Assert.Equal(4, scrape.Values("messaging_client_consumed_messages_total", ours).Sum());
        Assert.NotEmpty(scrape.Values("messaging_process_duration_seconds_count", ours));
        Assert.All(
            ["covenant_transaction_duration_seconds_count", "covenant_transaction_records_count", "covenant_batch_records_count", "covenant_grain_call_events_count", "orleans_catalog_activations", "covenant_resident_customers", "covenant_resident_cohorts", "dotnet_process_cpu_time_seconds_total"],
            name => Assert.NotEmpty(scrape.Values(name)));
    }

    [Fact]
    public async Task The_lag_goes_to_nothing_once_all_is_told()
    {
        await using var silo = await RunningSilo.StartAsync(null, "scraped-lag", "--Covenant:Telemetry:Prometheus=true", "--Covenant:Checkpoint:Every=00:00:00.200");
        var bank = new Bank(silo, "lag-bank");
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        await bank.ReadsAsync();

        (string, string) ours = ("messaging_consumer_group_name", "scraped-lag");
        var partitions = silo.Kafka.PartitionsOf(TopicNames.Events).Count;
        foreach (var name in new[] { "covenant_partition_lag", "covenant_partition_lag_time_seconds", "covenant_partition_waiting" })
        {
            await Eventually.HoldsAsync($"{name} is 0 on every partition", () => Values(name) is var values && values.Count == partitions && values.TrueForAll(value => value == 0));
        }

        Assert.All(Values("covenant_partition_watermark_delay_seconds"), delay => Assert.True(delay > 0));
        await Eventually.HoldsAsync("a checkpoint was written", () => Values("covenant_checkpoint_duration_seconds_count").Sum() > 0);

        List<double> Values(string name) => Scrape.TakeAsync(silo).GetAwaiter().GetResult() is var scrape && name.Contains("partition", StringComparison.Ordinal) ? scrape.Values(name, ours) : scrape.Values(name);
    }

    [Fact]
    public async Task The_setting_is_one_of_those_that_a_silo_knows()
    {
        var run = await CovenantProcess.RunAsync("--Covenant:Telemetry:Prometheus=perhaps");

        Assert.Equal((2, "`Covenant:Telemetry:Prometheus` is `perhaps`; it must be `true` or `false`\n"), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task A_silo_with_its_own_broker_shows_nothing_unless_it_is_asked_to()
    {
        await using var silo = await RunningSilo.StartAsync(null, "unscraped");
        using var client = new HttpClient { BaseAddress = silo.Services.GetRequiredService<HttpServer>().Address };
        using var answer = await client.GetAsync(new Uri(PrometheusEndpoint.Path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
