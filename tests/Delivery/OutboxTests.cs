using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Delivery;
using Orleans.Runtime;

namespace Covenant.Tests.Delivery;

public sealed class OutboxTests
{
    private readonly Outbox<string> _outbox = new(what => what);

    [Fact]
    public void What_a_record_decided_is_answered_to_each_tenure_until_its_end_is_published()
    {
        _outbox.AddByRecord(Header(1, to: 10, published: 5), Progress.After(9), "v");
        Assert.Equal(["v"], Answer(Header(1, to: 10, published: 5)));
        Assert.Empty(Answer(Header(1, to: 11, published: 5)));
        Assert.Equal(["v"], Answer(Header(2, to: 10, published: 5)));
        Assert.Empty(Answer(Header(3, to: 12, published: 10)));
        Assert.Empty(_outbox.ToStore());
    }

    [Fact]
    public void What_a_clock_decided_for_a_tenure_that_had_lost_the_partition_is_told_by_the_one_that_has_it()
    {
        _outbox.AddByClock(Header(1, to: 100, published: 100), "v");

        // Published by now is more than where the first would have told it, and none of that told it.
        var next = Header(2, to: 151, published: 150, 0, 100);
        Assert.True(_outbox.Claim(next));
        Assert.Equal([new Progress(151, 0)], _outbox.Answer(next).Select(untold => untold.Until));

        // Not told yet, and not answered again; then told.
        Assert.Empty(Answer(Header(2, to: 160, published: 150, 0, 100)));
        Assert.Single(_outbox.ToStore());
        Assert.Empty(Answer(Header(2, to: 170, published: 160, 0, 100)));
        Assert.Empty(_outbox.ToStore());
    }

    [Fact]
    public void It_is_told_by_the_third_where_the_second_did_not_come_to_it()
    {
        _outbox.AddByClock(Header(1, to: 100, published: 100), "v");
        Assert.Equal(["v"], Answer(Header(3, to: 160, published: 150, 0, 100, 150)));
    }

    [Fact]
    public void What_was_answered_before_a_tenure_began_was_told_by_what_that_found_published()
    {
        _outbox.AddByClock(Header(1, to: 100, published: 90), "v");
        Assert.Equal(["v"], Answer(Header(1, to: 100, published: 90)));
        Assert.Empty(Answer(Header(2, to: 120, published: 100, 0, 100)));
        Assert.Empty(_outbox.ToStore());
    }

    [Fact]
    public void A_tenure_that_is_older_than_the_one_that_it_was_answered_to_takes_nothing_over_and_takes_nothing_away()
    {
        _outbox.AddByClock(Header(5, to: 100, published: 90), "v");
        var before = _outbox.ToStore();
        foreach (var older in new[] { Header(4, to: 100, published: 200, 0, 0, 0, 200), Header(1, to: 100, published: 200), Header(4, to: 100, published: 200) with { Tenures = new TenureHistory(4, []) } })
        {
            Assert.False(_outbox.Claim(older));
            Assert.Equal(before, _outbox.ToStore());
        }
    }

    [Fact]
    public void Of_a_tenure_that_is_no_earlier_one_nothing_is_known_to_be_published()
    {
        var history = TenureHistory.None.Next(new Progress(10, 0)).Next(new Progress(20, 0));
        Assert.Equal([new Progress(10, 0), new Progress(20, 0), default, default], new long[] { 0, 1, 2, 3 }.Select(history.EndOf));
        Assert.Equal(default, TenureHistory.None.EndOf(0));
    }

    [Fact]
    public void What_is_read_from_storage_is_not_answered_again_to_the_tenure_that_it_was_answered_to()
    {
        _outbox.AddByClock(Header(1, to: 100, published: 90), "v");
        var restored = new Outbox<string>(what => what);
        restored.Restore(_outbox.ToStore());
        Assert.Empty(restored.Answer(Header(1, to: 101, published: 90)));
        restored.Claim(Header(2, to: 101, published: 90));
        Assert.Single(restored.Answer(Header(2, to: 101, published: 90)));
    }

    [Fact]
    public void What_was_answered_is_answered_once_more_where_the_answer_may_be_lost_until_it_is_told()
    {
        _outbox.AddByRecord(Header(1, to: 10, published: 5), Progress.After(9), "v");
        Assert.Single(_outbox.Answer(Header(1, to: 10, published: 5)));
        Assert.Empty(_outbox.Answer(Header(1, to: 10, published: 5)));
        Assert.Single(_outbox.Answer(Header(1, to: 10, published: 5), isAgain: true));
        _outbox.Claim(Header(1, to: 11, published: 10));
        Assert.Empty(_outbox.Answer(Header(1, to: 11, published: 10), isAgain: true));
    }

    [Fact]
    public void What_is_to_be_counted_of_a_record_is_needed_until_all_that_it_decided_is_told()
    {
        var header = Header(1, to: 10, published: 5) with { Published = Progress.Within(new Progress(10, 0), isWake: false, key: 99) };
        Assert.Equal(new Progress(9, 0), header.OfInstitutions.Published);
        var contributions = new Outbox<string>(_ => null);
        contributions.AddByRecord(header.OfInstitutions, Progress.After(9), "c");
        Assert.Single(contributions.Answer(header.OfInstitutions));
    }

    private List<string> Answer(BatchHeader header)
    {
        _outbox.Claim(header);
        return [.. _outbox.Answer(header).Select(untold => untold.What)];
    }

    // What each tenure found published: nothing where it is not said.
    private static BatchHeader Header(long tenure, long to, long published, params long[] found) =>
        new("events", 0, new TenureHistory(tenure, [.. (found.Length > 0 ? found : new long[tenure]).Select(one => new Progress(one, 0))]), new Progress(to, 0), new Progress(published, 0), EventTime.Epoch, SiloAddress.Zero);
}
