namespace Covenant.Silo.Telemetry;

/// <summary>How the silo shows what it counts. Where to by OTLP is what OpenTelemetry's own variables say (<c>OTEL_*</c>).</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Covenant:Telemetry";

    /// <summary>Whether <c>GET /metrics</c> answers in Prometheus' text. Default: yes, but not where the silo brings its own broker.</summary>
    public bool? Prometheus { get; set; }
}
