using System.Text;
using Confluent.Kafka;
using Covenant.Silo.Ingestion;

namespace Covenant.Tests.Silo;

public sealed class WaitingRecordsTests
{
    private readonly WaitingRecords _waiting = new(new IngestionOptions { WaitingRecordsMax = 2, PauseAfter = TimeSpan.Zero }, () => long.MaxValue, new RecordBlocks());

    [Fact]
    public void What_was_looked_at_is_what_is_taken_though_the_tenure_ends_between()
    {
        Assert.True(_waiting.Add(At(7), () => false));
        Assert.True(_waiting.TryPeek(out var seen));
        _waiting.End();
        Assert.Equal(seen.Offset, _waiting.Take().Offset);
        Assert.False(_waiting.TryPeek(out _));
    }

    [Fact]
    public void What_comes_after_the_end_is_not_taken()
    {
        _waiting.End();
        Assert.True(_waiting.Add(At(7), () => false));
        Assert.True(_waiting.IsEmpty);
    }

    [Fact]
    public void It_says_when_as_many_wait_as_may_and_when_half_of_them_are_done()
    {
        Assert.True(_waiting.Add(At(7), () => false));
        Assert.False(_waiting.Add(At(8), () => false));
        Assert.False(_waiting.HasRoom);

        _waiting.Take();
        Assert.True(_waiting.HasRoom);
    }

    [Fact]
    public void Few_large_records_are_as_much_as_many_small_ones()
    {
        var waiting = new WaitingRecords(new IngestionOptions { PauseAfter = TimeSpan.Zero }, () => 1_048_576, new RecordBlocks());
        Assert.True(waiting.Add(Large(1), () => false));
        Assert.False(waiting.Add(Large(2), () => false));

        waiting.Take();
        Assert.False(waiting.HasRoom);
        waiting.Take();
        Assert.True(waiting.HasRoom);
    }

    [Fact]
    public async Task Whoever_adds_waits_a_while_for_room()
    {
        var waiting = new WaitingRecords(new IngestionOptions { WaitingRecordsMax = 2, PauseAfter = TimeSpan.FromSeconds(30) }, () => long.MaxValue, new RecordBlocks());
        Assert.True(waiting.Add(At(7), () => false));
        var adding = Task.Run(() => waiting.Add(At(8), () => false));
        Assert.True(SpinWait.SpinUntil(() => waiting.Count == 2, TimeSpan.FromSeconds(30)));
        waiting.Take();
        Assert.True(await adding);
    }

    [Fact]
    public void The_bytes_of_a_record_are_its_own_however_often_the_memory_is_used_again()
    {
        var random = new Random(5);
        var waiting = new WaitingRecords(new IngestionOptions(), () => long.MaxValue, new RecordBlocks());
        var copier = new RecordCopier();
        var (added, taken) = (new List<string?>(), new List<string?>());
        for (var offset = 0; offset < 3_000; offset++)
        {
            var value = offset % 100 == 7 ? null : new string((char)('a' + offset % 26), random.Next(offset % 500 == 3 ? 2 * RecordBlocks.BlockBytes : 600));
            added.Add(value);
            Assert.True(waiting.Add(new IncomingRecord(offset, Copied(copier, $"k{offset}", value), null, null), () => false));
            while (random.Next(3) == 0 && waiting.TryPeek(out _))
            {
                Take();
            }
        }

        while (waiting.TryPeek(out _))
        {
            Take();
        }

        Assert.Equal(added, taken);

        void Take()
        {
            var record = waiting.Take();
            Assert.Equal(taken.Count, record.Offset);
            Assert.Equal($"k{taken.Count}", Encoding.UTF8.GetString(record.Bytes.Key));
            taken.Add(record.Bytes.HasValue ? Encoding.UTF8.GetString(record.Bytes.Value) : null);
        }
    }

    private static RecordBytes Copied(RecordCopier copier, string key, string? value)
    {
        IDeserializer<Ignore> keys = copier;
        keys.Deserialize(Encoding.UTF8.GetBytes(key), false, SerializationContext.Empty);
        return copier.Deserialize(value is null ? [] : Encoding.UTF8.GetBytes(value), value is null, SerializationContext.Empty);
    }

    private static IncomingRecord At(long offset) => RecordBuffers.Record(offset, null, "x");

    private static IncomingRecord Large(long offset) => RecordBuffers.Record(offset, null, new string('x', 600_000));
}
