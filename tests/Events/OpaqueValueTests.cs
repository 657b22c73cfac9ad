using Covenant.Contracts.Events;

namespace Covenant.Tests.Events;

/// <summary>What an attribute hides is said: a value that nobody can compare does not vanish.</summary>
public sealed class OpaqueValueTests
{
    [Theory]
    [InlineData("""{"region": {"code": "US"}}""", "", true)]
    [InlineData("""{"region": {}}""", "", true)]
    [InlineData("""{"region": [["US"]]}""", "", true)]
    [InlineData("""{"region": [[]]}""", "", true)]
    [InlineData("""{"region": ["EU", {"code": "US"}]}""", "EU", true)]
    [InlineData("""{"region": [null, "EU", null, 7, true]}""", "EU 7 true", false)]
    public void An_object_or_a_list_within_the_list_is_opaque(string attributes, string values, bool isOpaque)
    {
        var e = Decode(attributes);

        var region = Assert.Single(e.Attributes);
        Assert.Equal(values, string.Join(' ', region.Values));
        Assert.Equal(isOpaque, region.IsOpaque);
        Assert.Equal(isOpaque, e.HasOpaqueValue);
    }

    [Theory]
    [InlineData("""{"region": null}""")]
    [InlineData("""{"region": []}""")]
    [InlineData("""{"region": [null, null]}""")]
    public void Nulls_alone_are_as_good_as_absent(string attributes) => Assert.Empty(Decode(attributes).Attributes);

    [Fact]
    public void An_opaque_value_counts_towards_the_bound_of_values()
    {
        var values = string.Join(',', Enumerable.Repeat("{}", EventLimits.ListMax + 1));

        Assert.Equal(EventDefectReason.TooMany, Defect($$"""{"region": [{{values}}]}""").Reason);
    }

    [Fact]
    public void Names_that_are_equal_in_normal_form_are_a_repeated_key() =>
        Assert.Equal(EventDefectReason.RepeatedKey, Defect("{\"r\u00E9gion\": \"a\", \"re\u0301gion\": \"b\"}").Reason);

    [Fact]
    public void An_attribute_that_came_before_is_as_opaque_the_second_time()
    {
        var decoder = new EventDecoder();
        var bytes = System.Text.Encoding.UTF8.GetBytes(Sample("""{"region": {"code": "US"}}"""));

        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(decoder.TryDecode(bytes, out var e, out var defect) && e.HasOpaqueValue, defect?.Message));
    }

    private static DataUseEvent Decode(string attributes) => EventSample.Decode(Sample(attributes));

    private static EventDefect Defect(string attributes) => EventSample.Refuse(Sample(attributes));

    private static string Sample(string attributes) => EventSample.With("""{ "channel": "chat" }""", attributes);
}
