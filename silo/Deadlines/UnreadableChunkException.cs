namespace Covenant.Silo.Deadlines;

/// <summary>A chunk of due dates is not in storage, or is none: the partition cannot go on, for what is in it would not be decided.</summary>
/// <param name="key">Of the chunk in storage.</param>
/// <param name="reason">In a line.</param>
/// <param name="look">Reads it again; throws this again while it cannot be read.</param>
internal sealed class UnreadableChunkException(string key, string reason, Func<Task> look)
    : Exception($"the due dates `{key}` cannot be read ({reason})")
{
    public string Key => key;

    public string Reason => reason;

    public Task LookAsync() => look();
}
