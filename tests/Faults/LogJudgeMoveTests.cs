using Covenant.Contracts.Events;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Chaos.Load;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Faults;

/// <summary>A customer whose records move to a partition that was added: judged in the order written, and told of where each record stands.</summary>
public class LogJudgeMoveTests
{
    private const int Partitions = 4;

    private static readonly EventTime Written = EventTime.Parse("2026-03-03T00:00:00Z");

    [Fact]
    public void Who_moves_is_judged_as_who_stays()
    {
        var (stay, move) = (Log(7, isMoved: false), Log(7, isMoved: true));
        Assert.Contains(move, record => record.Partition == Partitions);

        // What is violated of a customer, wherever its records stand; the clock of the new partition is a moment behind at most.
        var moved = Verdicts(move);
        Assert.Contains(moved, verdict => verdict.Partition == Partitions);
        Assert.All(moved.Where(verdict => verdict.Partition == Partitions), verdict =>
            Assert.Contains(move, record => record.Partition == Partitions && record.Offset == verdict.Verdict.Offset));
        Assert.InRange(moved.Count, Verdicts(stay).Count / 2, Verdicts(stay).Count * 2);
    }

    private static List<(int Partition, OracleVerdict Verdict)> Verdicts(List<LoggedRecord> log)
    {
        var verdicts = new List<(int, OracleVerdict)>();
        var judge = new LogJudge(Banks.Read([]), (partition, verdict) => verdicts.Add((partition, verdict)), (_, _) => { });
        log.ForEach(judge.Take);
        judge.Finish();
        return verdicts;
    }

    private static List<LoggedRecord> Log(int seed, bool isMoved)
    {
        var script = new EventScript(seed, Partitions, TimeSpan.FromDays(1_000));
        var ends = new long[Partitions + 1];
        var records = Enumerable.Range(0, 4_000).Select(_ => script.Next()).ToList();
        while (script.IsMidway)
        {
            records.Add(script.Next());
        }

        if (isMoved)
        {
            script.AddPartition();
        }

        records.AddRange(Enumerable.Range(0, 4_000).Select(_ => script.Next()).Concat(script.Finish()));
        return records.ConvertAll(record => new LoggedRecord(record.Partition, ends[record.Partition]++, record.Value, Written));
    }
}
