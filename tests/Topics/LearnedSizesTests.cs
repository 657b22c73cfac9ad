using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Time.Testing;

namespace Covenant.Tests.Topics;

/// <summary>What is learned of a topic that does not say what it takes.</summary>
public sealed class LearnedSizesTests
{
    private readonly FakeTimeProvider _clock = new();

    private LearnedSizes Sizes => field ??= new(_clock);

    [Fact]
    public void Of_a_batch_the_record_that_is_far_larger_than_most_goes_aside()
    {
        Refuse(700, 700, 5_000, 700);
        Assert.Equal(Batch(700), Sizes.Written("t"));
        Assert.Equal(Batch(700 + 700 + 5_000 + 700) - 1, Sizes.Tried("t"));
    }

    [Fact]
    public void A_record_that_was_alone_tells_where_the_limit_is_and_what_was_taken_stays()
    {
        Refuse(5_000);
        Assert.Equal(Batch(5_000) / 2, Sizes.Written("t"));

        Sizes.Take("t", 4_000);
        Refuse(4_500);
        Assert.Equal((Batch(4_000), Batch(4_500) - 1), (Sizes.Written("t"), Sizes.Tried("t")));
    }

    [Fact]
    public void Every_refusal_halves_what_is_written_or_more()
    {
        Refuse(1_000_000);
        for (var written = Sizes.Written("t")!.Value; written > 2 * RecordSize.BatchBytes; written = Sizes.Written("t")!.Value)
        {
            Refuse(written - RecordSize.BatchBytes);
            Assert.InRange(Sizes.Written("t")!.Value, 0, (written / 2) + 1);
        }
    }

    [Fact]
    public void A_topic_that_takes_what_it_refused_or_says_something_new_is_asked_no_more_of()
    {
        Refuse(5_000);
        Sizes.Take("t", 5_000);
        Assert.True(Sizes.IsEmpty);

        Sizes.Refuse("t", [5_000], [5_000], told: 8_000);
        Sizes.Tell("t", 8_000);
        Assert.False(Sizes.IsEmpty);
        Sizes.Tell("t", 2_000);
        Assert.True(Sizes.IsEmpty);
    }

    [Fact]
    public void What_was_refused_is_tried_again_after_five_minutes_apart_from_others()
    {
        Refuse(5_000);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((int.MaxValue, Batch(5_000) / 2), (Sizes.Tried("t"), Sizes.Written("t")));
    }

    private static int Batch(int records) => records + RecordSize.BatchBytes;

    private void Refuse(params int[] sizes) => Sizes.Refuse("t", sizes, sizes, told: null);
}
