using System.Reflection;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.Tests.Events;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Serialization;

namespace Covenant.Tests.Violations;

/// <summary>What travels in grain calls comes out as it went in.</summary>
public sealed class GrainCallTests
{
    private static readonly Serializer Wire = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void A_whole_event_travels()
    {
        var sent = EventSample.Decode(EventSample.With("\"time\"", "\"traceparent\": \"00-1-2-01\", \"time\"").Replace("null", "\"acme\"", StringComparison.Ordinal));

        var received = Travel(sent);

        // Of the record and not of the event: what judging needs of it travels beside the event.
        foreach (var property in typeof(DataUseEvent).GetProperties().Where(property => property.Name != nameof(DataUseEvent.RecordedTime)))
        {
            Assert.Equivalent(property.GetValue(sent), property.GetValue(received), strict: true);
            Assert.NotNull(property.GetValue(sent));
        }
    }

    [Fact]
    public void A_known_term_is_known_again_and_an_unknown_one_is_itself()
    {
        Assert.Equal(Term.Of("dpv:Marketing").Id, Travel(Term.Of("dpv:Marketing")).Id);
        Assert.Equal(Term.Of("acme:Secret"), Travel(Term.Of("acme:Secret")));
    }

    [Theory]
    [InlineData("dpv:Use", TermKind.Purpose, true)]
    [InlineData("dpv:share", TermKind.Operation, true)]
    [InlineData("ConsentGiven", TermKind.Purpose, false)]
    public void A_term_that_only_looks_like_one_looks_no_better_where_it_arrives(string written, TermKind kind, bool isFalse)
    {
        var received = Travel(Term.Read(written, kind));

        Assert.Equal((written, Term.Unknown, isFalse), (received.Name, received.Id, received.IsFalse));
    }

    [Fact]
    public void A_term_travels_by_its_name() =>
        Assert.True(Wire.SerializeToArray(Term.Of("dpv:Marketing")).AsSpan().IndexOf("dpv:Marketing"u8) >= 0);

    [Fact]
    public void A_position_travels() =>
        Assert.Equal(new StreamPosition("datause.events.v1", 3, 42), Travel(new StreamPosition("datause.events.v1", 3, 42)));

    [Fact]
    public void Every_violation_travels() =>
        ViolationGens.Any.Sample(violation => Assert.Equal(ViolationText.Of(violation), ViolationText.Of(Travel(violation))), iter: 500);

    [Fact]
    public void Every_type_that_travels_has_a_name_of_its_own_on_the_wire()
    {
        var types = typeof(DataUseEvent).Assembly.GetTypes().Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToList();
        var names = types.Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias).ToList();

        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static T Travel<T>(T value)
        where T : notnull => Wire.Deserialize<T>(Wire.SerializeToArray(value))!;
}
