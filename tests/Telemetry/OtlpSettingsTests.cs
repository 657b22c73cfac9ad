using Covenant.Silo.Telemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Covenant.Tests.Telemetry;

public sealed class OtlpSettingsTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", false, false)]
    public void A_signal_is_exported_where_somebody_said_where_to(string variable, bool metrics, bool traces)
    {
        var configuration = Configuration((variable, "http://collector:4318"));

        Assert.Equal((metrics, traces), (OtlpSettings.IsWanted(configuration, OtlpSettings.Metrics), OtlpSettings.IsWanted(configuration, OtlpSettings.Traces)));
    }

    [Fact]
    public void What_is_said_for_one_signal_goes_for_that_one_alone()
    {
        var configuration = Configuration(
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://collector:4318/v1/metrics"),
            ("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_METRICS_HEADERS", "tenant=bank"),
            ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "1500"));
        OtlpExporterOptions untouched = new(), traces = new(), metrics = new();
        OtlpSettings.Apply(configuration, OtlpSettings.Traces, traces);
        OtlpSettings.Apply(configuration, OtlpSettings.Metrics, metrics);

        Assert.Equal((new Uri("http://collector:4318/v1/metrics"), OtlpExportProtocol.HttpProtobuf, "tenant=bank", 1_500), Of(metrics));
        Assert.Equal(Of(untouched), Of(traces));
    }

    private static (Uri, OtlpExportProtocol, string?, int) Of(OtlpExporterOptions options) => (options.Endpoint, options.Protocol, options.Headers, options.TimeoutMilliseconds);

    private static IConfiguration Configuration(params (string Name, string Value)[] variables) =>
        new ConfigurationBuilder().AddInMemoryCollection(variables.ToDictionary(one => one.Name, one => (string?)one.Value)).Build();
}
