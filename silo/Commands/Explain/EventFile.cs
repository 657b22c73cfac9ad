using Covenant.Contracts.Events;
using Covenant.Silo.Commands.Replay;

namespace Covenant.Silo.Commands.Explain;

/// <summary>Reads the event that is to be explained, and those before it.</summary>
internal static class EventFile
{
    /// <summary>The whole file is one event, on as many lines as it likes.</summary>
    public static DataUseEvent Read(string file)
    {
        using var stream = EventStream.Open(file);
        var bytes = new byte[EventLimits.BytesMax + 1];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return new EventDecoder { ReadsRecordedTime = true }.TryDecode(bytes.AsSpan(0, read), out var touch, out var defect)
            ? touch
            : throw CommandException.Usage($"`{file}` is not one readable event: {defect.Message}");
    }

    /// <summary>In the order of the log; empty without a file.</summary>
    public static IReadOnlyList<DataUseEvent> History(string? file)
    {
        if (file is null)
        {
            return [];
        }

        using var stream = EventStream.Open(file);
        var lines = new LineReader(stream, EventLimits.BytesMax);
        var decoder = new EventDecoder { ReadsRecordedTime = true };
        var events = new List<DataUseEvent>();
        while (lines.Read())
        {
            events.Add(decoder.TryDecode(lines.Line, out var earlier, out var defect)
                ? earlier
                : throw CommandException.Usage($"{file}:{lines.Number + 1}: {defect.Message}"));
        }

        return events;
    }
}
