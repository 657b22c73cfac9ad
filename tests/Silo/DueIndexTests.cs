using Covenant.Contracts.Events;
using Covenant.Silo.Ingestion;

namespace Covenant.Tests.Silo;

public sealed class DueIndexTests
{
    private readonly DueIndex _index = new();

    [Fact]
    public void A_customer_is_due_once_the_watermark_is_later_not_when_it_is_equal()
    {
        _index.Set("acme", "c-1", At(10));

        Assert.Empty(DueAt(10));
        Assert.Equal(["acme/c-1"], DueAt(11));
        Assert.Empty(DueAt(99));
    }

    [Fact]
    public void The_earliest_comes_first()
    {
        _index.Set("acme", "late", At(30));
        _index.Set("acme", "early", At(10));
        _index.Set("acme", "middle", At(20));

        Assert.Equal(["acme/early", "acme/middle"], DueAt(25));
    }

    [Fact]
    public void A_later_due_time_replaces_an_earlier_one()
    {
        _index.Set("acme", "c-1", At(10));
        _index.Set("acme", "c-1", At(50));

        Assert.Empty(DueAt(40));
        Assert.Equal(["acme/c-1"], DueAt(51));
    }

    [Fact]
    public void Without_an_open_obligation_a_customer_is_forgotten()
    {
        _index.Set("acme", "c-1", At(10));
        _index.Set("acme", "c-1", null);
        _index.Set("other", "c-1", null);

        Assert.Empty(DueAt(99));
        Assert.Equal(0, _index.Count);
    }

    [Fact]
    public void Each_institution_has_a_watermark_of_its_own()
    {
        _index.Set("patient", "c-1", At(10));
        _index.Set("prompt", "c-1", At(10));
        List<(string, string)> due = [];

        _index.TakeDue(institution => institution == "prompt" ? At(20) : At(5), due);

        Assert.Equal([("prompt", "c-1")], due);
    }

    [Fact]
    public void Due_times_that_change_often_do_not_pile_up()
    {
        for (var change = 0; change < 10_000; change++)
        {
            _index.Set("acme", "c-1", At(change));
        }

        Assert.Equal(["acme/c-1"], DueAt(10_000));
        Assert.Empty(DueAt(20_000));
    }

    private static EventTime At(long second) => new(second * TimeSpan.TicksPerSecond);

    private List<string> DueAt(long second)
    {
        List<(string Institution, string Customer)> due = [];
        _index.TakeDue(_ => At(second), due);
        return due.ConvertAll(one => $"{one.Institution}/{one.Customer}");
    }
}
