using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Covenant.Silo.Hosting;

/// <summary>Who this silo is, to the others and to the broker.</summary>
internal sealed class SiloIdentity(IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> endpoint)
{
    /// <summary>The same after a restart, and no other silo's. By default the machine's name and the port, for of one port there is one silo on a machine.</summary>
    public string Name { get; } = cluster.Value.Name ?? $"{Environment.MachineName}-{endpoint.Value.SiloPort}";
}
