using System.Text;
using Confluent.Kafka;
using Covenant.Silo.Hosting;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Telemetry;

/// <summary>What leaves the silo by OTLP, and what leads a bank from a violation back to who produced the event.</summary>
[Collection(nameof(ShownMetrics))]
public sealed class ExportTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private const string Producer = "00f067aa0ba902b7";

    private const string NoAds = "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n";

    [Fact]
    public async Task A_violation_leads_to_the_trace_of_its_producer()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var silo = await RunningSilo.StartAsync(
            null, "export", $"--OTEL_EXPORTER_OTLP_ENDPOINT={receiver.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_METRIC_EXPORT_INTERVAL=100");
        var bank = new Bank(silo, "traced-bank");
        await bank.AgreesAsync(1, NoAds);

        await PublishAsync(silo, bank, "traced", $"00-{Trace}-{Producer}-01");
        Assert.Equal(["traced no-ads"], await bank.ReadsAsync());

        var told = TraceParentOf(silo.Kafka.ReadAll(TopicNames.ViolationsOf("traced-bank")).Single())!.Split('-');
        Assert.Equal(("00", Trace, "01"), (told[0], told[1], told[3]));
        Assert.NotEqual(Producer, told[2]);

        var instance = silo.Services.GetRequiredService<SiloIdentity>().Name;
        await Eventually.HoldsAsync("the span is exported, under its producer's", () => receiver.Holds(
            "/v1/traces", Convert.FromHexString(Trace), Convert.FromHexString(Producer), Convert.FromHexString(told[2]), "process datause.events.v1"u8.ToArray(), "no-ads"u8.ToArray(), Encoding.UTF8.GetBytes(instance)));
        await Eventually.HoldsAsync("the violation is exported as a metric", () => receiver.Holds(
            "/v1/metrics", "covenant.violations"u8.ToArray(), "traced-bank"u8.ToArray(), "no-ads"u8.ToArray(), Encoding.UTF8.GetBytes(instance)));
    }

    [Fact]
    public async Task A_trace_that_is_not_recorded_is_passed_on_as_it_came()
    {
        await using var silo = await RunningSilo.StartAsync(null, "untraced");
        var bank = new Bank(silo, "untraced-bank");
        await bank.AgreesAsync(1, NoAds);

        await PublishAsync(silo, bank, "unrecorded", $"00-{Trace}-{Producer}-00");
        await PublishAsync(silo, bank, "no-trace-at-all", "not a traceparent");
        Assert.Equal(["no-trace-at-all no-ads", "unrecorded no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));

        var records = silo.Kafka.ReadAll(TopicNames.ViolationsOf("untraced-bank"));
        Assert.Contains(records, record => TraceParentOf(record) == $"00-{Trace}-{Producer}-00");
        Assert.DoesNotContain(records, record => TraceParentOf(record)?.StartsWith("not", StringComparison.Ordinal) == true);
    }

    private static Task PublishAsync(RunningSilo silo, Bank bank, string id, string traceParent) => silo.Kafka.PublishAsync(
        TopicNames.Events, "c-1", bank.Event(id, "c-1", "dpv:Use", "dpv:Advertising").Replace("{\"specversion\"", $"{{\"traceparent\":\"{traceParent}\",\"specversion\"", StringComparison.Ordinal));

    private static string? TraceParentOf(ConsumeResult<string?, byte[]?> record) =>
        record.Message.Headers.TryGetLastBytes("traceparent", out var value) ? Encoding.ASCII.GetString(value) : null;
}
