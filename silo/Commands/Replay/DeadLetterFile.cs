using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Covenant.Contracts.Events;
using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Replay;

/// <summary>Keeps the lines that could not be read, as JSON lines: where, why, and their bytes (as <c>base64</c> where they are no UTF-8).</summary>
internal sealed class DeadLetterFile : IDisposable
{
    private readonly BufferedSink _sink;
    private readonly Utf8JsonWriter _json;

    /// <exception cref="CommandException">The file cannot be written.</exception>
    public DeadLetterFile(string path)
    {
        try
        {
            _sink = new BufferedSink(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
            _json = new Utf8JsonWriter(_sink.Writer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommandException.Usage($"cannot write `{path}`: choose a file in a folder that is there");
        }
    }

    /// <param name="line">0-based, as in the position of a violation.</param>
    public void Add(long line, EventDefect defect, ReadOnlySpan<byte> bytes)
    {
        _json.Reset(_sink.Writer);
        _json.WriteStartObject();
        _json.WriteNumber("line"u8, line + 1);
        _json.WriteString("reason"u8, defect.Code);
        _json.WriteString("message"u8, defect.Message);
        if (Utf8.IsValid(bytes))
        {
            _json.WriteString("text"u8, bytes);
        }
        else
        {
            _json.WriteBase64String("base64"u8, bytes);
        }

        _json.WriteEndObject();
        _json.Flush();
        _sink.EndLine();
    }

    public void Dispose()
    {
        _json.Dispose();
        _sink.Dispose();
    }
}
