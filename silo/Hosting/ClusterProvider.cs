namespace Covenant.Silo.Hosting;

/// <summary>How silos find each other.</summary>
internal enum ClusterProvider
{
    /// <summary>One silo, alone.</summary>
    Localhost,

    /// <summary>By a table in Redis.</summary>
    Redis,
}
