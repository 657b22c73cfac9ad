using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Violations;

/// <summary>Reads back what <see cref="ViolationWriter"/> wrote, as a bank would that consumes its topic.</summary>
/// <remarks>
/// <see cref="Violation.Event"/> has the fields that a violation tells of its event and no others. Fields that a later version may add are passed over.
/// </remarks>
public static class ViolationReader
{
    /// <param name="mistake">One line: what is wrong and where; null where it could be read.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out Violation? violation, [NotNullWhen(false)] out string? mistake)
    {
        (violation, mistake) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.Skip(utf8), new JsonDocumentOptions { MaxDepth = EventLimits.DepthMax });
            violation = Read(new JsonField("the violation", document.RootElement));
        }
        catch (JsonException e)
        {
            mistake = $"the violation is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} of it";
        }
        catch (JsonFieldException e)
        {
            mistake = e.Message;
        }

        return violation is not null;
    }

    private static Violation Read(JsonField root)
    {
        if (root["type"].Text() != ViolationWriter.EventType)
        {
            throw root["type"].Must($"be `{ViolationWriter.EventType}`");
        }

        var data = root["data"];
        var institution = data["institution"].Text();
        var customer = data["customer"].Text();
        return new Violation
        {
            Id = root["id"].Text(),
            Time = root["time"].Time(),
            Institution = institution,
            Customer = customer,
            Agreement = data["agreement"].IsNull ? null : data["agreement"].Int32(),
            Clause = data["clause"].Text(),
            Form = data["form"].OneOf<ClauseForm>(ViolationNames.TryForm),
            Severity = data["severity"].OneOf<Agreements.Severity>(ViolationNames.TrySeverity),
            Mode = data["mode"].OneOf<Agreements.ClauseMode>(ViolationNames.TryMode),
            Text = data["text"].TextOrNull(),
            Remedy = data["remedy"].TextOrNull(),
            Reason = data["reason"].Text(),
            Event = ReadEvent(data["event"], institution, customer),
            Measure = data["measure"].IsNull ? null : ReadMeasure(data["measure"]),
            Deadline = data["deadline"].TimeOrNull(),
            Witnesses = [.. data["witnesses"].List().Select(witness => new Witness(witness["id"].Text(), witness["time"].Time()))],
            Late = data["late"].Boolean(),
            Suppressed = data["suppressed"].WholeOrNull(),
            Position = ReadPosition(data["position"]),
            Semantics = data["semantics"].IsNull ? 0 : data["semantics"].Int32(),
            Cut = data["cut"].IsNull ? null : ReadCut(data["cut"]),
        };
    }

    private static DataUseEvent ReadEvent(JsonField @event, string institution, string customer) => new()
    {
        Id = @event["id"].Text(),
        Source = @event["source"].Text(),
        Time = @event["time"].Time(),
        Institution = institution,
        Customer = customer,
        Operation = Term.Of(@event["operation"].Text()),
        Purposes = [.. @event["purposes"].List().Select(purpose => Term.Of(purpose.Text()))],
        Actor = @event["actor"].TextOrNull(),
        Recipient = @event["recipient"].TextOrNull(),
        Conversation = @event["conversation"].TextOrNull(),
        Item = @event["item"].TextOrNull(),
    };

    private static MeasureEvidence ReadMeasure(JsonField measure) =>
        new(measure["value"].Whole(), measure["max"].Whole(), measure["from"].TimeOrNull(), measure["to"].Time());

    private static ViolationCut ReadCut(JsonField cut) => new(cut["witnesses"].Int32(), [.. cut["fields"].List().Select(field => field.Text())]);

    private static StreamPosition ReadPosition(JsonField position) =>
        new(position["topic"].Text(), position["partition"].Int32(), position["offset"].Whole());
}
