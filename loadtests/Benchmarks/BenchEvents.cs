using System.Globalization;
using System.Text;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>Events as a platform sends them: conversations of some twenty touches, about 450 bytes each.</summary>
internal static class BenchEvents
{
    private const int Conversation = 20;

    private static readonly EventTime Start = EventTime.Parse("2026-03-01T00:00:00Z");

    private static readonly string[] Actors = ["payments-core", "chat-gateway", "care-desk", "fraud-screen"];

    /// <summary>Events of customers in turn, a millisecond apart.</summary>
    public static byte[][] Lines(int events, int customers) => [.. Enumerable.Range(0, events).Select(i => Encoding.UTF8.GetBytes(Line(i, customers)))];

    public static DataUseEvent[] Decoded(int events, int customers)
    {
        var decoder = new EventDecoder();
        return [.. Lines(events, customers).Select(line => decoder.TryDecode(line, out var found, out _) ? found : throw new InvalidOperationException("an event of the benchmarks cannot be read"))];
    }

    /// <summary>The same touch at another time, as a new event.</summary>
    /// <param name="actor">Null for the same one.</param>
    public static DataUseEvent Again(DataUseEvent touch, long number, EventTime time, string? actor = null) => new()
    {
        Id = number.ToString("x8", CultureInfo.InvariantCulture),
        Source = touch.Source,
        Time = time,
        Institution = touch.Institution,
        Customer = touch.Customer,
        Operation = touch.Operation,
        Purposes = touch.Purposes,
        Categories = touch.Categories,
        Actor = actor ?? touch.Actor,
        Conversation = touch.Conversation,
        Records = touch.Records,
        CustomerPresent = touch.CustomerPresent,
    };

    private static string Line(int i, int customers)
    {
        var (customer, turn) = (i % customers, i / customers % Conversation);
        var operation = turn switch { 0 => "ConversationOpened", Conversation - 1 => "ConversationClosed", _ => turn % 2 == 0 ? "dpv:Access" : "dpv:Use" };
        var lists = operation[0] == 'C' ? "\"purposes\":[],\"categories\":[]" : "\"purposes\":[\"dpv:CustomerCare\"],\"categories\":[\"pd:BankAccount\"]";
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""
            {"specversion":"1.0","id":"{{{i:x8}}}-8f3b-7c1d-9a2e-{{{i * 7919L:x12}}}","source":"/messenger/{{{Actors[i % 4]}}}","type":"datause.event.v1","time":"{{{new EventTime(Start.Ticks + i * TimeSpan.TicksPerMillisecond)}}}","subject":"bank-00/c-{{{customer:d6}}}","data":{"institution":"bank-00","customer":"c-{{{customer:d6}}}","operation":"{{{operation}}}",{{{lists}}},"actor":"{{{Actors[i % 4]}}}","role":"service","recipient":null,"conversation":"t-{{{i / customers / Conversation:x6}}}","item":"msg-{{{i}}}","records":{{{i % 9}}},"region":"US","customerPresent":{{{(i % 33 == 0 ? "false" : "true")}}},"forms":["encrypted"]}}
            """);
    }
}
