using Covenant.Tests.Silo;

namespace Covenant.Tests.Faults;

/// <summary>A broker is away for longer than the silo may be silent.</summary>
public sealed class BrokerOutageTests
{
    [Fact]
    public async Task A_broker_that_is_away_while_there_is_something_to_tell_makes_the_silo_unready_until_it_is_told()
    {
        await using var fixture = new BrokerRestartFixture();
        await fixture.StartAsync();
        fixture.Burst(20_000);
        await fixture.Kafka.KillAsync();
        var away = TimeProvider.System.GetTimestamp();

        await fixture.SaysAsync("\"status\":\"unhealthy\"", "has told up to offset", "though there is something to tell");
        await Eventually.HoldsAsync("it was away for 20 s", () => TimeProvider.System.GetElapsedTime(away) >= TimeSpan.FromSeconds(20));
        await fixture.Kafka.StartAgainAsync();

        await fixture.TellsAsync();
        await fixture.SaysAsync("\"status\":\"healthy\"", "no partition has had something to tell");
    }
}
