using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Covenant.Contracts.Events;

namespace Covenant.Contracts.Violations;

/// <summary>Writes violations as CloudEvents 1.0 in structured JSON, one line each; <c>schemas/violation.v1.schema.json</c> describes them.</summary>
/// <remarks>Fields come in a fixed order, so the same violation is the same bytes. For one thread at a time.</remarks>
public sealed class ViolationWriter : IDisposable
{
    public const string EventType = "datause.violation.v1";

    public const string Source = "/covenant";

    // Relaxed: the text is read by people and by JSON parsers, and is never pasted into HTML as it stands.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    public void Write(Violation violation, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("specversion"u8, "1.0"u8);
        _json.WriteString("id"u8, violation.Id);
        _json.WriteString("source"u8, Source);
        _json.WriteString("type"u8, EventType);
        _json.WriteString("subject"u8, violation.Institution + "/" + violation.Customer);
        WriteTime("time"u8, violation.Time);
        _json.WriteStartObject("data"u8);
        WriteClause(violation);
        WriteEvent(violation.Event);
        WriteEvidence(violation);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void WriteClause(Violation violation)
    {
        _json.WriteString("institution"u8, violation.Institution);
        _json.WriteString("customer"u8, violation.Customer);
        if (violation.Agreement is { } version)
        {
            _json.WriteNumber("agreement"u8, version);
        }
        else
        {
            _json.WriteNull("agreement"u8);
        }

        _json.WriteString("clause"u8, violation.Clause);
        _json.WriteString("form"u8, ViolationNames.Of(violation.Form));
        _json.WriteString("severity"u8, ViolationNames.Of(violation.Severity));
        _json.WriteString("mode"u8, ViolationNames.Of(violation.Mode));
        _json.WriteString("text"u8, violation.Text);
        _json.WriteString("remedy"u8, violation.Remedy);
        _json.WriteString("reason"u8, violation.Reason);
    }

    private void WriteEvent(DataUseEvent @event)
    {
        _json.WriteStartObject("event"u8);
        _json.WriteString("id"u8, @event.Id);
        _json.WriteString("source"u8, @event.Source);
        WriteTime("time"u8, @event.Time);
        _json.WriteString("operation"u8, @event.Operation.Name);
        _json.WriteStartArray("purposes"u8);
        foreach (var purpose in @event.Purposes)
        {
            _json.WriteStringValue(purpose.Name);
        }

        _json.WriteEndArray();
        _json.WriteString("actor"u8, @event.Actor);
        _json.WriteString("recipient"u8, @event.Recipient);
        _json.WriteString("conversation"u8, @event.Conversation);
        _json.WriteString("item"u8, @event.Item);
        _json.WriteEndObject();
    }

    private void WriteEvidence(Violation violation)
    {
        WriteMeasure(violation.Measure);
        WriteTime("deadline"u8, violation.Deadline);
        _json.WriteStartArray("witnesses"u8);
        foreach (var witness in violation.Witnesses)
        {
            _json.WriteStartObject();
            _json.WriteString("id"u8, witness.Id);
            WriteTime("time"u8, witness.Time);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteBoolean("late"u8, violation.Late);
        if (violation.Suppressed is { } suppressed)
        {
            _json.WriteNumber("suppressed"u8, suppressed);
        }

        _json.WriteStartObject("position"u8);
        _json.WriteString("topic"u8, violation.Position.Topic);
        _json.WriteNumber("partition"u8, violation.Position.Partition);
        _json.WriteNumber("offset"u8, violation.Position.LogOffset);
        _json.WriteEndObject();
        if (violation.Semantics > 0)
        {
            _json.WriteNumber("semantics"u8, violation.Semantics);
        }

        WriteCut(violation.Cut);
    }

    private void WriteCut(ViolationCut? cut)
    {
        if (cut is null)
        {
            return;
        }

        _json.WriteStartObject("cut"u8);
        _json.WriteNumber("witnesses"u8, cut.Witnesses);
        _json.WriteStartArray("fields"u8);
        foreach (var field in cut.Fields)
        {
            _json.WriteStringValue(field);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteMeasure(MeasureEvidence? measure)
    {
        if (measure is null)
        {
            _json.WriteNull("measure"u8);
            return;
        }

        _json.WriteStartObject("measure"u8);
        _json.WriteNumber("value"u8, measure.Value);
        _json.WriteNumber("max"u8, measure.Max);
        WriteTime("from"u8, measure.From);
        WriteTime("to"u8, measure.To);
        _json.WriteEndObject();
    }

    private void WriteTime(ReadOnlySpan<byte> name, EventTime? time)
    {
        if (time is { } known)
        {
            // The same as EventTime.ToString, without a string.
            _json.WriteString(name, known.ToDateTimeOffset().UtcDateTime);
        }
        else
        {
            _json.WriteNull(name);
        }
    }
}
