using System.Reflection;
using Covenant.Contracts.Agreements;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Topics;

public sealed class TopicNameTests
{
    // The right of a bank called `held` is to all that begins with `datause.held.`.
    [Fact]
    public void No_institution_can_bear_a_name_that_begins_a_topic_of_the_platform()
    {
        var topics = typeof(TopicNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(topics);
        Assert.All(topics, topic =>
        {
            Assert.Null(TopicNames.InstitutionOf(topic));
            Assert.True(PlatformNames.IsReserved(topic.Split('.')[1]), topic);
        });
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("A")]
    [InlineData("a")]
    [InlineData("undelivered.v1")]
    [InlineData("..")]
    [InlineData("")]
    public void No_agreement_gives_an_institution_a_name_that_makes_another_topic_or_one_that_Kafka_does_not_tell_apart(string institution)
    {
        var reading = AgreementReader.Read($"agreement: '{institution}'\nversion: 1\neffective: 2026-01-01\nclauses:\n  - id: a\n    prohibit: dpv:Use\n", "test");

        Assert.Contains(reading.Mistakes, mistake => mistake.ToString().Contains("`agreement` needs an institution of 2 to 32", StringComparison.Ordinal));
    }

    [Fact]
    public void The_longest_name_makes_a_topic_that_Kafka_takes() => Assert.InRange(TopicNames.ViolationsOf(new string('a', 32)).Length, 1, 249);

    [Theory]
    [InlineData("datause.paypal.violations.v1", "paypal")]
    [InlineData("datause.undelivered.v1", null)]
    [InlineData("elsewhere", null)]
    public void The_institution_of_a_topic_is_read_from_its_name(string topic, string? institution) => Assert.Equal(institution, TopicNames.InstitutionOf(topic));
}
