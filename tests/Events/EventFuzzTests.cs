using System.Text;
using Covenant.Contracts.Events;
using CsCheck;

namespace Covenant.Tests.Events;

public sealed class EventFuzzTests
{
    // What JSON and events are made of, so that random bytes get further than the first.
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00", "\\ud83d", "null", "true", "-", "1e400", "0.1", " ", "\n", "\"id\"", "\"time\"", "\"data\"", "\"1.0\"",
        "\"specversion\":", "\"institution\":", "\"paypal\"", "\"attributes\":{", "\"purposes\":[", "2026-11-23T12:00:00Z", "\u2028", "é", "😀", "\0",
    ];

    private static readonly Gen<byte[]> Noise = Gen.OneOf(
        Gen.Byte.Array[0, 64],
        Gen.OneOf(Pieces).Array[0, 24].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))));

    [Fact]
    public void The_decoder_agrees_with_a_document_tree()
    {
        var decoder = new ThreadLocal<EventDecoder>(() => new EventDecoder());
        EventGens.Json.Sample(
            json =>
            {
                Assert.True(decoder.Value!.TryDecode(Encoding.UTF8.GetBytes(json), out var @event, out var defect), $"{defect?.Message}: {json}");
                AssertSame(DocumentDecoder.Decode(json), @event);
            },
            iter: 20_000);
    }

    [Fact]
    public void Random_bytes_do_no_harm() => Try(Noise, 100_000);

    [Fact]
    public void Mutated_events_do_no_harm() =>
        Try(
            Gen.Select(EventGens.Json.Select(Encoding.UTF8.GetBytes), Gen.Select(Gen.Int[0, 4], Gen.Int[0, 100_000], Gen.Int[0, 100_000], Noise).Array[1, 4])
                .Select((bytes, changes) => changes.Aggregate(bytes, Change)),
            100_000);

    private static void Try(Gen<byte[]> values, long iter)
    {
        var decoder = new ThreadLocal<EventDecoder>(() => new EventDecoder());
        values.Sample(
            value =>
            {
                var read = decoder.Value!.TryDecode(value, out var @event, out var defect);
                Assert.Equal(read, @event is not null);
                Assert.Equal(read, defect is null);
                if (read)
                {
                    AssertBounded(@event!);
                }
                else
                {
                    Assert.DoesNotContain(defect!.Message, char.IsControl);
                    Assert.InRange(defect.Message.Length, 10, 400);
                }
            },
            iter: iter,
            print: Convert.ToHexString);
    }

    private static byte[] Change(byte[] bytes, (int Kind, int From, int To, byte[] Noise) change)
    {
        int from = change.From % (bytes.Length + 1), to = change.To % (bytes.Length + 1);
        var (start, end) = (Math.Min(from, to), Math.Max(from, to));
        return change.Kind switch
        {
            0 => [.. bytes[..start], .. change.Noise, .. bytes[start..]],
            1 => bytes[..start],
            2 => [.. bytes[..start], .. bytes[Math.Min(bytes.Length, start + 1 + (end % 8))..]],
            3 => [.. bytes[..end], .. bytes[start..]],
            _ => [.. bytes[..start], .. bytes[start..].Take(1).Select(one => (byte)(one ^ 1 << change.To % 8)), .. bytes.Skip(start + 1)],
        };
    }

    private static void AssertBounded(DataUseEvent @event)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(@event.Id), 1, EventLimits.IdBytesMax);
        Assert.Matches("^[a-z0-9-]{2,32}$", @event.Institution);
        Assert.InRange(Encoding.UTF8.GetByteCount(@event.Customer), 1, EventLimits.CustomerBytesMax);
        Assert.InRange(@event.Time.Ticks, 0, EventTime.MaxTicks);
        Assert.NotEmpty(@event.Operation.Name);
        Assert.InRange(@event.Records ?? 0, 0, EventLimits.RecordsMax);
        Assert.InRange(@event.Purposes.Length, 0, EventLimits.ListMax);
        Assert.InRange(@event.Categories.Length, 0, EventLimits.ListMax);
        Assert.InRange(@event.Forms.Length, 0, EventLimits.ListMax);
        Assert.InRange(@event.Attributes.Length, 0, EventLimits.ListMax);
        Assert.Equal(@event.Attributes.Length, @event.Attributes.DistinctBy(attribute => attribute.Name).Count());
        Assert.All(@event.Attributes, attribute => Assert.InRange(attribute.Values.Length, attribute.IsOpaque ? 0 : 1, EventLimits.ListMax));
    }

    private static void AssertSame(DataUseEvent expected, DataUseEvent actual)
    {
        foreach (var property in typeof(DataUseEvent).GetProperties())
        {
            Assert.Equivalent(property.GetValue(expected), property.GetValue(actual), strict: true);
        }
    }
}
