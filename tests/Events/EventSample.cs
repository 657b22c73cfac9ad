using System.Text;
using Covenant.Contracts.Events;

namespace Covenant.Tests.Events;

/// <summary>The event of the design, and what becomes of it when a test spoils it.</summary>
internal static class EventSample
{
    public const string Json = """
        { "specversion": "1.0", "id": "0192f6d0", "source": "/messenger/ads-ranking", "type": "datause.event.v1",
          "time": "2026-11-23T12:00:00.123Z", "subject": "paypal/c-17",
          "data": { "institution": "paypal", "customer": "c-17", "operation": "dpv:Use", "purposes": ["dpv:TargetedAdvertising"],
                    "categories": ["pd:BankAccount"], "actor": "ads-ranking", "role": "service", "recipient": null,
                    "conversation": "t-881", "item": "msg-9", "records": 1, "region": "US", "customerPresent": true,
                    "forms": ["encrypted"], "attributes": { "channel": "chat" } } }
        """;

    public static string With(string old, string @new)
    {
        Assert.Contains(old, Json, StringComparison.Ordinal);
        return Json.Replace(old, @new, StringComparison.Ordinal);
    }

    public static DataUseEvent Decode(string json)
    {
        Assert.True(new EventDecoder().TryDecode(Encoding.UTF8.GetBytes(json), out var @event, out var defect), defect?.Message);
        Assert.Null(defect);
        return @event;
    }

    public static EventDefect Refuse(string json) => Refuse(Encoding.UTF8.GetBytes(json));

    public static EventDefect Refuse(byte[] utf8)
    {
        Assert.False(new EventDecoder().TryDecode(utf8, out var @event, out var defect));
        Assert.Null(@event);
        Assert.DoesNotContain('\n', defect.Message);
        return defect;
    }
}
