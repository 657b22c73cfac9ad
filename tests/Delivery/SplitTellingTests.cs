using System.Globalization;
using System.IO.Hashing;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Delivery;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Publishing;
using CsCheck;
using Orleans.Runtime;

namespace Covenant.Tests.Delivery;

/// <summary>
/// What is too much for one transaction is told in several, and whoever goes on after a crash tells the rest of it, whatever the batches
/// are then.
/// </summary>
public sealed class SplitTellingTests
{
    private const int Records = 5;

    private static readonly TopicPartition Partition = new("events", 0);

    // By record: how many each record decided. By clock: how many are decided with the batch that ends at a record. Tenures: batch sizes
    // and how many pieces each one tells before it is lost.
    private static readonly Gen<(int[] ByRecord, int[] ByClock, (int Batch, int Pieces, int Bound)[] Tenures)> Cases = Gen.Select(
        Gen.Int[0, 6].Array[Records],
        Gen.Int[0, 4].Array[Records],
        Gen.Select(Gen.Int[1, Records], Gen.Int[0, 5], Gen.Int[1, 4]).Array[1, 8]);

    [Fact]
    public void Each_is_told_once_wherever_the_one_before_was_lost() => Cases.Sample(
        one =>
        {
            var told = new Run(one.ByRecord, one.ByClock).Tell(one.Tenures);
            Assert.Equal(told.Distinct().Order(), told.Order());
            Assert.Equal(one.ByRecord.Sum() + one.ByClock.Sum(), told.Count);
        },
        iter: 20_000);

    [Fact]
    public void A_wake_is_divided_like_a_record()
    {
        var output = Output(new Progress(7, 3));
        var telling = new Telling(output, new Progress(7, 4), [.. Enumerable.Range(0, 5).Select(i => Step(Id(i), 7))]);
        var pieces = telling.Cut(output.Published, recordsMax: 2, long.MaxValue).ToList();

        Assert.Equal([2, 2, 1], pieces.Select(piece => piece.Records.Count));
        Assert.All(pieces.SkipLast(1), piece => Assert.Equal(new Progress(7, 3), piece.To.Whole()));
        Assert.Equal(new Progress(7, 4), pieces[^1].To);
        Assert.True(pieces[0].To.Covers(new Progress(7, 4), pieces[0].Records[0].Record.Id));
        Assert.False(pieces[0].To.Covers(new Progress(7, 4), pieces[1].Records[0].Record.Id));
        Assert.False(pieces[0].To.Covers(new Progress(8, 0), pieces[0].Records[0].Record.Id));

        // What was divided is divided again where a transaction took too long.
        var halves = pieces[0].Cut(output.Published, recordsMax: 1, long.MaxValue).ToList();
        Assert.Equal(2, halves.Count);
        Assert.Equal(pieces[0].To, halves[1].To);
        Assert.True(halves[0].To < halves[1].To);
    }

    [Fact]
    public void While_a_silo_reads_no_parts_a_step_is_told_whole()
    {
        var output = Output(new Progress(7, 3));
        var wake = new Telling(output, new Progress(7, 4), [.. Enumerable.Range(0, 5).Select(i => Step(Id(i), 7))]);
        Assert.Equal(wake, Assert.Single(wake.Cut(output.Published, recordsMax: 2, long.MaxValue, mayPart: false)) with { Records = wake.Records });

        var records = new Telling(output, new Progress(10, 3), [.. Enumerable.Range(0, 9).Select(i => Step(Id(i), 8 + (i / 4)))]);
        var pieces = records.Cut(output.Published, recordsMax: 2, long.MaxValue, mayPart: false).ToList();
        Assert.Equal([4, 4, 1], pieces.Select(piece => piece.Records.Count));
        Assert.Equal([new Progress(8, 3), new Progress(9, 3), new Progress(10, 3)], pieces.Select(piece => piece.To));
    }

    [Fact]
    public void A_part_of_another_offset_is_none()
    {
        var part = Progress.Within(new Progress(8, 0), isWake: false, key: 99).Part;
        Assert.NotEqual(0, new Progress(7, 0).WithPart(part).Part);
        Assert.Equal(new Progress(8, 0), new Progress(8, 0).WithPart(part));
    }

    private static PartitionOutput Output(Progress published) => new(Partition, published, 64, () => long.MaxValue);

    private static StepRecord Step(string id, long step) => new(new OutgoingRecord("bank", null, [1], Id: id), step, Progress.PartKey(id));

    private static string Id(int number) => XxHash128.HashToUInt128(BitConverter.GetBytes(number)).ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>One grain, whose state is always stored, and tenures that are lost after a few pieces.</summary>
    private sealed class Run(int[] byRecord, int[] byClock)
    {
        private readonly List<string> _told = [];
        private readonly Outbox<string> _outbox = new(id => id);
        private readonly HashSet<int> _decided = [];
        private TenureHistory _tenures = TenureHistory.None;
        private Progress _published;

        public List<string> Tell((int Batch, int Pieces, int Bound)[] tenures)
        {
            foreach (var (batch, pieces, bound) in tenures)
            {
                Tenure(batch, pieces, bound);
            }

            Tenure(batch: 2, pieces: int.MaxValue, bound: 3);
            return _told;
        }

        // From the first record each time: the checkpoint never moves.
        private void Tenure(int batch, int pieces, int bound)
        {
            _tenures = _tenures.Next(_published);
            var (start, from, published) = (_published, _published.Whole(), _published);
            var waiting = new List<Untold<string>>();
            var taken = new HashSet<string>();
            for (var at = 0; at < Records || waiting.Count > 0; at = Math.Min(at + batch, Records))
            {
                // At the end of the log the wall clock wakes for what waits.
                var to = at < Records ? new Progress(Math.Min(at + batch, Records), start.Wakes)
                    : Progress.Max(from.Next(), UntoldViolations.FirstWake(from, waiting.Select(untold => untold.Until))!.Value);
                var header = new BatchHeader("events", 0, _tenures, to, published, EventTime.Epoch, SiloAddress.Zero);
                Judge(header, at, (int)to.Offset);
                _outbox.Claim(header);
                waiting.AddRange(_outbox.Answer(header));
                var due = waiting.Where(untold => untold.Until <= to && taken.Add(untold.What)).ToList();
                waiting.RemoveAll(untold => untold.Until <= to);
                if (to <= start.Whole())
                {
                    Assert.Empty(due);
                    continue;
                }

                var telling = new Telling(Output(published), to, [.. due.Select(untold => Step(untold.What, PartitionTeller.StepOf(untold.Until, from, to)))]);
                foreach (var piece in telling.Cut(from, bound, long.MaxValue))
                {
                    if (pieces-- <= 0)
                    {
                        return;
                    }

                    _told.AddRange(piece.Records.Select(one => one.Record.Id!));
                    Assert.True(piece.To >= _published);
                    _published = published = new Progress(piece.To.Offset, piece.To.Wakes).WithPart(piece.To.Part);
                }

                from = to;
            }
        }

        private void Judge(BatchHeader header, int from, int end)
        {
            for (var record = from; record < end; record++)
            {
                for (var i = 0; i < byRecord[record]; i++)
                {
                    _outbox.AddByRecord(header, Progress.After(record), Id((record * 100) + i));
                }
            }

            // The clock of the batch is that of its last record; what it decided is stored, and decided once.
            for (var record = from; record < end; record++)
            {
                for (var i = 0; i < byClock[record] && _decided.Add((record * 100) + 50 + i); i++)
                {
                    _outbox.AddByClock(header, Id((record * 100) + 50 + i));
                }
            }
        }
    }
}
