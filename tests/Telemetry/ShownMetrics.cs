namespace Covenant.Tests.Telemetry;

/// <summary>Alone: metrics leave a process by their names, so that of two silos in one process the first that ends takes the other's along.</summary>
[CollectionDefinition(nameof(ShownMetrics), DisableParallelization = true)]
public sealed class ShownMetrics;
