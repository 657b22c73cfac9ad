using Covenant.Contracts.Events;

namespace Covenant.Silo.Commands.Replay;

/// <summary>A line of the file: an event, or why it is none.</summary>
/// <param name="Number">0-based.</param>
/// <param name="Event">Null where <paramref name="Defect"/> is not.</param>
/// <param name="Bytes">Of an unreadable line, if they are to be kept.</param>
internal readonly record struct ReadLine(long Number, DataUseEvent? Event, EventDefect? Defect, byte[]? Bytes);

/// <summary>Lines that are judged together, and the room of their events.</summary>
internal sealed class ReadBatch(int linesMax)
{
    public List<ReadLine> Lines { get; } = new(linesMax);

    public EventRoom Room { get; } = new();

    public void Clear()
    {
        Lines.Clear();
        Room.Clear();
    }
}
