namespace Covenant.LoadTests.Chaos.Load;

/// <summary>One who chats with an institution for a while, and is then never heard of again: so no trace grows long.</summary>
internal sealed class ScriptedCustomer(string institution, string name, int partition)
{
    private int _conversations;

    public string Institution { get; } = institution;

    public string Name { get; } = name;

    public string Key => $"{Institution}/{Name}";

    public int Partition { get; } = partition;

    public bool IsGone { get; set; }

    /// <summary>Null = none is open.</summary>
    public string? Conversation { get; private set; }

    public string Open() => Conversation = $"t-{++_conversations}";

    public void Close() => Conversation = null;
}
