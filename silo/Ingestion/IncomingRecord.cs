using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>One record of the events' topic.</summary>
internal readonly record struct IncomingRecord(long Offset, byte[]? Key, Headers? Headers, DecodedEvent Value)
{
    // 32 bytes of institution, the slash, 256 of customer.
    private const int KeyBytesMax = 32 + 1 + EventLimits.CustomerBytesMax;

    /// <summary>Whether the key is <c>institution/customer</c> of the event, so that the customer's events stay in one partition.</summary>
    public bool HasKeyOf(DataUseEvent @event)
    {
        Span<byte> expected = stackalloc byte[KeyBytesMax];
        return Encoding.UTF8.TryGetBytes(@event.Institution, expected, out var slash)
            && slash < expected.Length
            && Encoding.UTF8.TryGetBytes(@event.Customer, expected[(slash + 1)..], out var customer)
            && Mark(expected, slash)
            && expected[..(slash + 1 + customer)].SequenceEqual(Key);
    }

    private static bool Mark(Span<byte> key, int at)
    {
        key[at] = (byte)'/';
        return true;
    }
}
