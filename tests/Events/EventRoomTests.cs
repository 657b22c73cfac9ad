using System.Text;
using Covenant.Contracts.Events;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Covenant.Tests.Events;

/// <summary>Events that are lent for the time of a batch.</summary>
public sealed class EventRoomTests
{
    private static readonly Serializer Wire = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    private readonly EventRoom _room = new();
    private readonly EventDecoder _lending;
    private readonly EventDecoder _giving = new();

    public EventRoomTests() => _lending = new EventDecoder { Room = _room };

    [Fact]
    public void A_lent_event_says_what_a_given_one_says() => EventGens.Json.Array[1, 20].Sample(
        batch =>
        {
            _room.Clear();
            var lent = Array.ConvertAll(batch, json => Decode(_lending, json));
            Assert.All(batch.Zip(lent), pair => AssertSame(Decode(_giving, pair.First), pair.Second));
        },
        iter: 2_000, threads: 1);

    [Fact]
    public void What_is_kept_outlives_the_batch()
    {
        var lent = Decode(_lending, EventSample.Json);
        var kept = lent.Kept();

        _room.Clear();
        var next = Decode(_lending, EventSample.Json.Replace("0192f6d0", "another", StringComparison.Ordinal).Replace("t-881", "t-9", StringComparison.Ordinal));

        Assert.Same(lent, next);
        Assert.Equal("another", next.Id);
        Assert.Equal("t-9", next.Conversation);
        AssertSame(EventSample.Decode(EventSample.Json), kept);
        Assert.Same(kept, kept.Kept());
    }

    [Fact]
    public void A_given_event_is_its_owners_to_keep()
    {
        var given = EventSample.Decode(EventSample.Json);

        Assert.Same(given, given.Kept());
    }

    [Fact]
    public void A_lent_event_travels_and_arrives_as_one_to_keep()
    {
        var arrived = Wire.Deserialize<DataUseEvent>(Wire.SerializeToArray(Decode(_lending, EventSample.Json)))!;

        AssertSame(EventSample.Decode(EventSample.Json), arrived);
        Assert.Same(arrived, arrived.Kept());
    }

    [Fact]
    public void Many_long_texts_have_room()
    {
        var lent = Enumerable.Range(0, 200).Select(i => Decode(_lending, EventSample.With("msg-9", new string((char)('a' + i % 26), EventLimits.TextBytesMax)))).ToList();

        Assert.All(lent.Index(), pair => Assert.Equal(new string((char)('a' + pair.Index % 26), EventLimits.TextBytesMax), pair.Item.Item));
    }

    [Theory]
    [InlineData("0192f6d0")]
    [InlineData("Zoë-😀")]
    [InlineData("an id of more characters than there is room for in the place that the caller has got ready for it")]
    public void The_characters_of_an_id_are_those_of_its_string(string id)
    {
        var json = EventSample.With("0192f6d0", id);

        Assert.Equal(id, Decode(_lending, json).IdIn(stackalloc char[16]).ToString());
        Assert.Equal(id, Decode(_giving, json).IdIn(stackalloc char[16]).ToString());
    }

    private static DataUseEvent Decode(EventDecoder decoder, string json) =>
        decoder.TryDecode(Encoding.UTF8.GetBytes(json), out var e, out var defect) ? e : throw new InvalidDataException(defect.Message);

    private static void AssertSame(DataUseEvent expected, DataUseEvent actual) =>
        Assert.All(typeof(DataUseEvent).GetProperties(), property => Assert.Equivalent(property.GetValue(expected), property.GetValue(actual), strict: true));
}
