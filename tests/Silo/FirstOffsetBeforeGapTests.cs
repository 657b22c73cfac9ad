using Covenant.Silo.Agreements;
using CsCheck;

namespace Covenant.Tests.Silo;

public sealed class FirstOffsetBeforeGapTests
{
    private readonly FirstOffsetBeforeGap _offsets = new();

    [Fact]
    public void Nothing_is_committed_before_anything_is_acknowledged()
    {
        _offsets.Take(4);

        Assert.Null(_offsets.Committable);
    }

    [Fact]
    public void An_acknowledged_record_commits_the_offset_after_it()
    {
        _offsets.Acknowledge(_offsets.Take(4));

        Assert.Equal(5, _offsets.Committable);
    }

    [Fact]
    public void What_is_acknowledged_above_a_gap_waits_for_it()
    {
        var (first, second, third) = (_offsets.Take(4), _offsets.Take(9), _offsets.Take(12));

        _offsets.Acknowledge(second);
        Assert.Null(_offsets.Committable);

        _offsets.Acknowledge(first);
        Assert.Equal(10, _offsets.Committable);

        _offsets.Acknowledge(third);
        Assert.Equal((13, 0), (_offsets.Committable, _offsets.Open));
    }

    [Fact]
    public void What_falls_due_after_the_last_record_holds_back_its_offset_no_further()
    {
        _offsets.Acknowledge(_offsets.Take(4));
        var due = _offsets.Take(4);

        Assert.Equal((5, 1), (_offsets.Committable, _offsets.Open));
        _offsets.Acknowledge(due);
        Assert.Equal((5, 0), (_offsets.Committable, _offsets.Open));
    }

    [Fact]
    public void Offsets_never_go_back()
    {
        _offsets.Take(4);

        Assert.Throws<ArgumentOutOfRangeException>(() => _offsets.Take(3));
    }

    [Fact]
    public void In_whatever_order_acknowledgements_come_every_record_below_the_committable_offset_has_one() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, int.MaxValue]).Sample((count, seed) =>
        {
            var offsets = new FirstOffsetBeforeGap();
            var open = Enumerable.Range(0, count).Select(offset => (Offset: (long)offset, Taken: offsets.Take(offset))).ToList();
            for (var random = new Random(seed); open.Count > 0;)
            {
                var next = open[random.Next(open.Count)];
                open.Remove(next);
                offsets.Acknowledge(next.Taken);
                if ((offsets.Committable ?? 0) != (open.Count > 0 ? open.Min(one => one.Offset) : count))
                {
                    return false;
                }
            }

            return true;
        });
}
