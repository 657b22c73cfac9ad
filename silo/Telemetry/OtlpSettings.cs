using OpenTelemetry.Exporter;

namespace Covenant.Silo.Telemetry;

/// <summary>
/// OpenTelemetry's variables for its exporter. The exporter itself reads the general ones; those of one signal alone, which go before them, it reads only together with an
/// export of logs that nobody asked for.
/// </summary>
internal static class OtlpSettings
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    public const string Metrics = "METRICS";

    public const string Traces = "TRACES";

    /// <summary>Whether the signal is to be exported: somebody said where to.</summary>
    public static bool IsWanted(IConfiguration configuration, string signal) =>
        configuration[Prefix + "ENDPOINT"] is { Length: > 0 } || configuration[$"{Prefix}{signal}_ENDPOINT"] is { Length: > 0 };

    public static void Apply(IConfiguration configuration, string signal, OtlpExporterOptions options)
    {
        string? Setting(string name) => configuration[$"{Prefix}{signal}_{name}"] is { Length: > 0 } text ? text : null;

        if (Uri.TryCreate(Setting("ENDPOINT"), UriKind.Absolute, out var endpoint))
        {
            options.Endpoint = endpoint;
        }

        options.Headers = Setting("HEADERS") ?? options.Headers;
        options.TimeoutMilliseconds = int.TryParse(Setting("TIMEOUT"), out var timeout) ? timeout : options.TimeoutMilliseconds;
        options.Protocol = Setting("PROTOCOL") switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => options.Protocol,
        };
    }
}
