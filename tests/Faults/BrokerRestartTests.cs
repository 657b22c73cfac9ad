namespace Covenant.Tests.Faults;

/// <summary>A broker goes away and comes back: what is to be told then is told, without anybody's help.</summary>
public sealed class BrokerRestartTests(BrokerRestartFixture fixture) : IClassFixture<BrokerRestartFixture>
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_broker_that_comes_back_is_told_what_there_is_to_tell(bool isBusy, bool isKilled)
    {
        await fixture.StartAsync();
        var isOver = false;
        var load = isBusy ? fixture.LoadAsync(() => isOver) : Task.CompletedTask;
        await fixture.TellsAsync();
        await (isKilled ? fixture.Kafka.KillAsync() : fixture.Kafka.EndAsync());
        await fixture.Kafka.StartAgainAsync();

        var waited = await fixture.TellsAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"told {waited.TotalSeconds:0.0} s after the broker's return");
        isOver = true;
        await load;
        Assert.False(fixture.Silo.HasEnded, fixture.Silo.LogTail);
    }
}
