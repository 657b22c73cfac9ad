using Covenant.LoadTests.Systems;

namespace Covenant.LoadTests.Chaos.Faults;

/// <summary>A running system that faults can be done to.</summary>
public interface IFaultTarget
{
    SystemParts Parts { get; }

    SiloCrew Crew { get; }

    /// <summary>The topics that silos tell in.</summary>
    IReadOnlyList<string> ToldTopics { get; }

    /// <summary>Something is done to the topics of all banks, so that their violations may come late and marked.</summary>
    void TopicsTouched()
    {
    }

    /// <summary>What was away is there again: how long it takes from here until all goes on is counted by those that count it.</summary>
    void Healed()
    {
    }
}
