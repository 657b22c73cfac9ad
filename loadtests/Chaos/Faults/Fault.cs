namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>Something that happens to a running stage; when it returns, all is as before but for what was lost by it.</summary>
/// <param name="Needs">Whether the stage has what it happens to.</param>
public sealed record Fault(string Name, Func<IFaultTarget, bool> Needs, Func<IFaultTarget, Random, CancellationToken, Task> StrikeAsync)
{
    /// <summary>One that has to know the load, and what the silos have told of it.</summary>
    internal static Fault OnStage(string name, Func<ChaosStage, bool> needs, Func<ChaosStage, Random, CancellationToken, Task> strike) =>
        new(name, target => target is ChaosStage stage && needs(stage), (target, random, token) => strike((ChaosStage)target, random, token));

    /// <summary>Whether a name on the command line means it: its own, or that of all its kinds, which stands before a comma.</summary>
    public bool IsCalled(string name) => Name == name || Name.StartsWith(name + ",", StringComparison.Ordinal);
}
