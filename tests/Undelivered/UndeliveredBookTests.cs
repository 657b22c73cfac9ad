using System.Text;
using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using CsCheck;

namespace Covenant.Tests.Undelivered;

/// <summary>The book is kept by the log alone, however it was compacted, and without remembering a record.</summary>
public sealed class UndeliveredBookTests
{
    private const string Topic = "datause.paypal.violations.v1";

    private readonly List<(long Offset, OutgoingRecord Record)> _log = [];

    [Fact]
    public void A_record_reads_back_as_it_went_in()
    {
        var original = UndeliveredKafka.RecordOf("paypal", "1");
        var entry = Read(0, new UndeliveredBook(TimeProvider.System).ToRecord(original, "refused \u0001 here"))!;

        Assert.Equal((Topic, "refused \\u0001 here", -1L, null), (entry.Topic, entry.Record!.Reason, entry.Record.Seen, entry.Record.Bytes));
        Assert.Equal((original.Key, original.Value), (entry.Record.Original.Key, entry.Record.Original.Value));
        Assert.Equal(original.Headers!.Select(header => header.Key), entry.Record.Original.Headers!.Select(header => header.Key));
        Assert.Equal("paypal/1", Encoding.UTF8.GetString(entry.Record.Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_largest_record_is_still_within_bounds_when_it_is_undelivered_and_when_it_is_redriven(bool hasId)
    {
        var original = UndeliveredKafka.RecordOf("paypal", "1") with { Key = new byte[300], Topic = TopicNames.ViolationsOf(new string('a', 32)), Id = hasId ? new string('i', 64) : null };
        original = original with { Value = new byte[original.Value!.Length + RecordSize.PlainBytesMax - original.Bytes - 200] };
        var record = new UndeliveredBook(TimeProvider.System).ToRecord(original, string.Concat(Enumerable.Repeat("客", 10_000)), isTooLarge: true);

        Assert.InRange(record.Bytes, 1, RecordSize.BytesMax);
        Assert.InRange(UndeliveredForm.PutAside(Read(long.MaxValue, record)!.Record!, new string('x', 10_000), int.MaxValue, long.MaxValue).Bytes, 1, RecordSize.BytesMax);
        Assert.InRange(UndeliveredForm.Redrive(Read(0, record)!.Record!).Bytes, 1, RecordSize.BytesMax);
    }

    // By one size it is refused where it is delivered, and known to be taken once it is.
    [Fact]
    public void What_was_refused_on_its_way_from_here_and_is_delivered_by_another_silo_is_known_to_be_taken()
    {
        var learned = new LearnedSizes(TimeProvider.System);
        var book = new UndeliveredBook(TimeProvider.System, learned);
        var put = book.ToRecord(UndeliveredKafka.RecordOf("paypal", "1"), "too large", isTooLarge: true);
        Take(book, 0, put);
        var aside = Read(0, put)!.Record!;
        var bytes = UndeliveredForm.Redrive(aside).Bytes;
        Assert.Equal(bytes, aside.Bytes);
        Assert.Equal([0L], book.AsideUpTo(Topic, bytes));
        Assert.Empty(book.AsideUpTo(Topic, bytes - 1));

        learned.Refuse(Topic, [bytes], [bytes], told: null);
        Take(book, 1, UndeliveredForm.Tombstone(aside));
        Assert.True(learned.IsEmpty);
    }

    [Fact]
    public void A_record_that_is_no_violation_has_a_key_of_its_own()
    {
        var book = new UndeliveredBook(TimeProvider.System);
        byte[]? KeyOf(string topic, string value) => book.ToRecord(new OutgoingRecord(topic, null, Encoding.UTF8.GetBytes(value)), "refused").Key;

        Assert.Equal(KeyOf("a", "1"), KeyOf("a", "1"));
        Assert.Equal(3, new[] { KeyOf("a", "1"), KeyOf("a", "2"), KeyOf("b", "1") }.Select(key => Convert.ToHexString(key!)).Distinct().Count());
    }

    [Theory]
    [InlineData("value", null)]
    [InlineData(null, "key")]
    [InlineData("value", "key")]
    public void What_is_of_no_known_form_is_no_entry(string? value, string? key) =>
        Assert.Null(UndeliveredForm.Read(new Message<byte[]?, byte[]?> { Key = Bytes(key), Value = Bytes(value), Headers = [new Header("other", [1])] }, 0));

    [Fact]
    public void A_straggler_that_had_not_heard_of_the_last_delivery_diverts_nobody()
    {
        var book = new UndeliveredBook(TimeProvider.System);
        var early = book.ToRecord(UndeliveredKafka.RecordOf("paypal", "1"), "refused");
        var straggler = book.ToRecord(UndeliveredKafka.RecordOf("paypal", "2"), "refused");
        Take(book, 0, early);
        Assert.True(book.IsDiverted(Topic));
        Take(book, 1, UndeliveredForm.Tombstone(Read(0, early)!.Record!));
        Assert.False(book.IsDiverted(Topic));
        Take(book, 2, straggler);

        Assert.False(book.IsDiverted(Topic));
        Assert.Equal(1, Assert.Single(book.Read()).Count);

        Take(book, 3, book.ToRecord(UndeliveredKafka.RecordOf("paypal", "3"), "refused again"));
        Assert.True(book.IsDiverted(Topic));
        Assert.Equal("refused again", Assert.Single(book.Read()).Reason);
    }

    [Fact]
    public void A_topic_that_this_silo_found_refusing_is_diverted_until_something_of_it_is_delivered()
    {
        var book = new UndeliveredBook(TimeProvider.System);
        book.Divert(Topic, "refused");
        Assert.True(book.IsDiverted(Topic));
        Assert.False(book.IsDiverted("datause.other.violations.v1"));
        var record = book.ToRecord(UndeliveredKafka.RecordOf("paypal", "1"), "refused");
        Take(book, 7, record);
        Take(book, 8, UndeliveredForm.Tombstone(Read(7, record)!.Record!));

        Assert.False(book.IsDiverted(Topic));
        Assert.Empty(book.Read());
    }

    // What is done, what compaction leaves of it, and where somebody begins to read: the book is the same.
    [Fact]
    public void However_the_log_was_compacted_the_book_knows_what_is_left() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 60], Gen.Int[0, 200], Gen.Bool).Sample((steps, compactedTo, keepsTombstones) =>
        {
            _log.Clear();
            var left = Play(steps);
            var book = new UndeliveredBook(TimeProvider.System);
            foreach (var (offset, record) in Compacted(compactedTo, keepsTombstones))
            {
                Take(book, offset, record);
            }

            foreach (var topic in new[] { "datause.a.violations.v1", "datause.b.violations.v1" })
            {
                var (turn, aside) = (left[topic].Turn, left[topic].Aside);
                var read = book.Read().Find(one => one.Topic == topic);
                Assert.Equal((turn.Count + aside.Count, aside.Count), (read?.Count ?? 0, read?.TooLarge ?? 0));
                Assert.Equal(turn.Count > 0, read?.IsWaiting ?? false);
                if (turn.Count > 0)
                {
                    Assert.InRange(read!.From, 0, turn.Peek().Offset);
                    Assert.Equal(turn.Last().Offset, read.Last);
                }

                Assert.Equal(aside.Select(one => one.Offset).Order(), book.AsideUpTo(topic, int.MaxValue));
            }
        }, iter: 3_000, threads: 1);

    // 0-3: put a record of a or b; 4-6: take the oldest of a or b; 7: the oldest is put aside; 8: one that is aside is taken; 9: one is put
    // aside at once.
    private Dictionary<string, (Queue<UndeliveredRecord> Turn, List<UndeliveredRecord> Aside)> Play(int[] steps)
    {
        var left = new Dictionary<string, (Queue<UndeliveredRecord> Turn, List<UndeliveredRecord> Aside)>(StringComparer.Ordinal);
        var writer = new UndeliveredBook(TimeProvider.System);
        for (var number = 0; number < steps.Length; number++)
        {
            var bank = (number * 7 + steps[number]) % 2 == 0 ? "a" : "b";
            foreach (var each in new[] { "a", "b" })
            {
                left.TryAdd(TopicNames.ViolationsOf(each), ([], []));
            }

            var (turn, aside) = left[TopicNames.ViolationsOf(bank)];
            switch (steps[number])
            {
                case <= 3:
                    turn.Enqueue(Append(writer.ToRecord(UndeliveredKafka.RecordOf(bank, $"{number}"), "refused"))!);
                    break;
                case <= 6 when turn.TryDequeue(out var oldest):
                    Append(UndeliveredForm.Tombstone(oldest));
                    break;
                case 7 when turn.TryDequeue(out var large):
                    aside.Add(Append(UndeliveredForm.PutAside(large, "too large", 5_000, -1))!);
                    break;
                case 8 when aside.Count > 0:
                    Append(UndeliveredForm.Tombstone(aside[^1]));
                    aside.RemoveAt(aside.Count - 1);
                    break;
                case 9:
                    aside.Add(Append(writer.ToRecord(UndeliveredKafka.RecordOf(bank, $"{number}"), "too large", isTooLarge: true))!);
                    break;
            }
        }

        return left;
    }

    private UndeliveredRecord? Append(OutgoingRecord record)
    {
        _log.Add((_log.Count, record));
        return Read(_log.Count - 1, record)!.Record;
    }

    // Below an offset, the last of each key is left; later also the last ones that have no value go.
    private IEnumerable<(long Offset, OutgoingRecord Record)> Compacted(int to, bool keepsTombstones)
    {
        var last = _log.Where(one => one.Offset < to).GroupBy(one => Encoding.UTF8.GetString(one.Record.Key!)).ToDictionary(one => one.Key, one => one.Max(record => record.Offset));
        return _log.Where(one => one.Offset >= to || (last[Encoding.UTF8.GetString(one.Record.Key!)] == one.Offset && (keepsTombstones || one.Record.Value is not null)));
    }

    private static void Take(UndeliveredBook book, long offset, OutgoingRecord record) => book.Take(Read(offset, record)!);

    private static UndeliveredEntry? Read(long offset, OutgoingRecord record) =>
        UndeliveredForm.Read(new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers }, offset);

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
