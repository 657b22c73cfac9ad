using System.Reflection;
using Covenant.Silo.Hosting;
using OpenTelemetry.Resources;

namespace Covenant.Silo.Telemetry;

/// <summary>Whose telemetry it is, unless <c>OTEL_SERVICE_NAME</c> or <c>OTEL_RESOURCE_ATTRIBUTES</c> say otherwise.</summary>
internal sealed class SiloResource(SiloIdentity identity) : IResourceDetector
{
    private static readonly string Version = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public Resource Detect() => new([new("service.name", "covenant"), new("service.version", Version), new("service.instance.id", identity.Name)]);
}
