using Covenant.Contracts.Events;

namespace Covenant.Silo.Commands.Replay;

/// <summary>A line of the file that is no event.</summary>
/// <param name="Number">0-based.</param>
/// <param name="Bytes">If they are to be kept.</param>
internal readonly record struct UnreadableLine(long Number, EventDefect Defect, byte[]? Bytes);

/// <summary>Lines that are judged together, and the room of their events.</summary>
internal sealed class ReadBatch(int linesMax)
{
    public List<(DataUseEvent Event, EventTime Admitted, StreamPosition Position)> Events { get; } = new(linesMax);

    public List<UnreadableLine> Unreadable { get; } = [];

    public EventRoom Room { get; } = new();

    public int Lines => Events.Count + Unreadable.Count;

    public void Clear()
    {
        Events.Clear();
        Unreadable.Clear();
        Room.Clear();
    }
}
