using Covenant.Silo.Ingestion;

namespace Covenant.Tests.Silo;

public sealed class WaitingRecordsTests
{
    private readonly WaitingRecords _waiting = new(new IngestionOptions { WaitingRecordsMax = 2, PauseAfter = TimeSpan.Zero });

    [Fact]
    public void What_was_looked_at_is_what_is_taken_though_the_tenure_ends_between()
    {
        Assert.True(_waiting.Offer(At(7)));
        Assert.True(_waiting.Offer(At(8)));
        Assert.True(_waiting.TryPeek(out var seen));
        _waiting.End();
        Assert.Equal(seen.Offset, _waiting.Take().Offset);
        Assert.False(_waiting.TryPeek(out _));
    }

    [Fact]
    public void No_more_wait_than_may()
    {
        Assert.True(_waiting.Offer(At(7)));
        Assert.True(_waiting.Offer(At(8)));
        Assert.False(_waiting.Offer(At(9)));
        Assert.False(_waiting.HasRoom);
    }

    private static IncomingRecord At(long offset) => new(offset, default);
}
