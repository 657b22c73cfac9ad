using Covenant.Contracts.Events;

namespace Covenant.Silo.Commands.Replay;

/// <summary>The events of a file: each line that is not blank is one, or cannot be read.</summary>
internal sealed class EventLines(LineReader lines, EventAdmission admission, string file)
{
    private static readonly EventDefect TooLong = new(EventDefectReason.TooLarge, $"the line is longer than {EventLimits.BytesMax} bytes; its beginning is kept");

    private readonly EventDecoder _decoder = new();
    private readonly string _topic = file == ReplaySettings.StandardInput ? file : Path.GetFileName(file);

    /// <summary>Null where <see cref="Defect"/> is not.</summary>
    public DataUseEvent? Event { get; private set; }

    public EventDefect? Defect { get; private set; }

    /// <summary>The line as a place in a log: the file is the topic, the offset counts all lines from 0.</summary>
    public StreamPosition Position => new(_topic, 0, lines.Number);

    /// <returns>False at the end of the file.</returns>
    public bool Read()
    {
        do
        {
            if (!lines.Read())
            {
                return false;
            }
        }
        while (!lines.IsCut && lines.IsBlank);

        (Event, Defect) = lines.IsCut ? (null, TooLong) : Decode();
        return true;
    }

    private (DataUseEvent?, EventDefect?) Decode()
    {
        if (!_decoder.TryDecode(lines.Line, out var found, out var defect))
        {
            return (null, defect);
        }

        return admission.Check(found, EventTime.Epoch) is { } refused ? (null, refused) : (found, null);
    }
}
