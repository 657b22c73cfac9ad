namespace Covenant.LoadTests.Chaos.Load;

/// <summary>One who chats with an institution for a while, and is then never heard of again: so no trace grows long.</summary>
internal sealed class ScriptedCustomer(string institution, string name, int partition)
{
    private int _conversations;

    public string Institution { get; } = institution;

    public string Name { get; } = name;

    public string Key => $"{Institution}/{Name}";

    /// <summary>Another one once partitions were added, as a producer's hash would have it.</summary>
    public int Partition { get; set; } = partition;

    /// <summary>Whether its events come through the gateway whose clocks may be wrong.</summary>
    public bool IsBehindGateway { get; init; }

    public bool IsGone { get; set; }

    /// <summary>Null = none is open.</summary>
    public string? Conversation { get; private set; }

    public string Open() => Conversation = $"t-{++_conversations}";

    public void Close() => Conversation = null;
}
