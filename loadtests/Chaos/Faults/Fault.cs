namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>Something that happens to a running stage; when it returns, all is as before but for what was lost by it.</summary>
/// <param name="Needs">Whether the stage has what it happens to.</param>
public sealed record Fault(string Name, Func<IFaultTarget, bool> Needs, Func<IFaultTarget, Random, CancellationToken, Task> StrikeAsync);
