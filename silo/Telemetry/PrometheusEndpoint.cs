using Covenant.Silo.Http;
using OpenTelemetry.Metrics;

namespace Covenant.Silo.Telemetry;

/// <summary>All metrics, in Prometheus' text.</summary>
internal sealed class PrometheusEndpoint(MeterProvider metrics) : IHttpEndpoints
{
    public const string Path = "/metrics";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint(Path, metrics, configureBranchedPipeline: null, optionsName: null);
}
