using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Tests.Violations;

internal static class ViolationSample
{
    public static readonly Violation Unattended = new()
    {
        Id = "v-1",
        Time = EventTime.Parse("2026-11-23T12:00:00Z"),
        Institution = "paypal",
        Customer = "c-17",
        Agreement = 3,
        Clause = "unattended",
        Form = ClauseForm.Limit,
        Text = "PayPal's customers are there.",
        Reason = "5 events in PT24H, at most 4 allowed",
        Event = new DataUseEvent
        {
            Id = "e-9",
            Time = EventTime.Parse("2026-11-23T12:00:00Z"),
            Institution = "paypal",
            Customer = "c-17",
            Operation = Term.Of("dpv:Use"),
            Purposes = [Term.Of("dpv:CustomerCare")],
            Actor = "ads",
        },
        Measure = new MeasureEvidence(5, 4, EventTime.Parse("2026-11-22T12:00:00Z"), EventTime.Parse("2026-11-23T12:00:00Z")),
        Witnesses = [new Witness("e-5", EventTime.Parse("2026-11-23T01:02:03.5Z"))],
        Position = new StreamPosition("datause.events.v1", 2, 918273),
    };
}
