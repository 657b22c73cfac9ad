using System.ComponentModel.DataAnnotations;

namespace Covenant.Silo.Hosting;

/// <summary>This silo's place among the others.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Covenant:Cluster";

    /// <summary>The port by which silos speak to each other; default 11111, and a free one where the silo brings its own broker. 0 = a free one.</summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }
}
