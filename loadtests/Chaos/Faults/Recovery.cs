namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>How the stage got over one fault.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="At">After the load began.</param>
/// <param name="WithoutProgress">The longest that any partition stood still from the fault's beginning until the lag was gone, while there was something to tell.</param>
/// <param name="WithoutTelling">The longest that a committed reader read nothing meanwhile.</param>
/// <param name="Back">How long after what was away was there again until each partition with something to tell had moved; null where the fault does not say when that was.</param>
public sealed record Recovery(string Fault, TimeSpan At, TimeSpan WithoutProgress, TimeSpan WithoutTelling, TimeSpan? Back);
