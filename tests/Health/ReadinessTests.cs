using Confluent.Kafka;
using Covenant.Silo.Health;
using Microsoft.Extensions.Time.Testing;

namespace Covenant.Tests.Health;

public sealed class ReadinessTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_new_member_that_has_no_partitions_yet_is_given_time_to_get_some()
    {
        var readiness = new Readiness(_clock);
        Assert.True(readiness.IsShareExpected);

        readiness.Assign([]);
        Assert.True(readiness.IsShareExpected);

        readiness.Assign([new TopicPartition("events", 0)]);
        Assert.False(readiness.IsShareExpected);
    }

    [Fact]
    public void A_member_too_many_is_ready_though_it_has_no_partition()
    {
        var readiness = new Readiness(_clock);
        readiness.Assign([]);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(readiness.IsShareExpected);

        readiness.Assign([]);
        Assert.False(readiness.IsShareExpected);
    }
}
