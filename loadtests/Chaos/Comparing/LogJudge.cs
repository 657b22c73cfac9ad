using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Chaos.Load;
using Covenant.LoadTests.Oracle;
using Covenant.LoadTests.Oracle.Reading;

namespace Covenant.LoadTests.Chaos.Comparing;

/// <summary>
/// What must be told of a log, by the oracle. One oracle for each customer, told the time of the partition that the customer was last heard of in, and one for the
/// institution whose limits span customers; a customer who has left is forgotten, so that memory is bounded and no trace grows long.
/// </summary>
public sealed class LogJudge
{
    /// <summary>Longer than any window and deadline of the load, and than an event comes late.</summary>
    internal static readonly TimeSpan DecidedAfter = TimeSpan.FromHours(3);

    // An oracle knows one log, and tells where an event stands by one number: the partition in its upper bits. Customers move to newer partitions alone, so it grows.
    private const int OffsetBits = 48;

    private readonly ILookup<string, Agreement> _agreements;
    private readonly Dictionary<int, PartitionLog> _partitions = [];
    private readonly Dictionary<string, Judged> _oracles = [];
    private readonly Action<int, OracleVerdict> _verdict;
    private readonly Action<int, long> _deadLetter;

    /// <param name="verdict">Told each violation and the partition of its event.</param>
    /// <param name="deadLetter">Told where each record stands that cannot be judged.</param>
    public LogJudge(IEnumerable<Agreement> agreements, Action<int, OracleVerdict> verdict, Action<int, long> deadLetter) =>
        (_agreements, _verdict, _deadLetter) = (agreements.ToLookup(agreement => agreement.Institution), verdict, deadLetter);

    /// <summary>Events that were judged.</summary>
    public long Events { get; private set; }

    /// <param name="record">The next of its partition.</param>
    public void Take(LoggedRecord record)
    {
        var partition = PartitionOf(record.Partition);
        var (e, deadLetter) = partition.Reader.Read(record.Value, record.Timestamp);
        if (e is null || deadLetter is not null)
        {
            _deadLetter(record.Partition, record.Offset);
            return;
        }

        Events++;
        partition.Clock = e.Admitted > partition.Clock ? e.Admitted : partition.Clock;
        ForgetLeft(record.Partition, partition);
        var key = e.Institution == Banks.AcrossCustomers ? e.Institution : $"{e.Institution}/{e.Customer}";
        var judged = OracleOf(key, e.Institution, record.Partition);
        Tell(judged.Oracle.Until(partition.Watermark));
        Tell(judged.Oracle.Judge(e, ((long)record.Partition << OffsetBits) + record.Offset));
        Tell(judged.Oracle.Until(partition.Watermark));
        if (e.Attributes.FirstOrDefault(attribute => attribute.Name == EventLine.LastAttribute)?.Values is [var whose] && whose == (key == e.Institution ? EventLine.LastOfBank : EventLine.LastOfCustomer))
        {
            partition.Leaving.Enqueue((key, partition.Clock));
        }
    }

    /// <summary>The log ends here: decides what its time has passed.</summary>
    /// <param name="wallClock">Decides what is still open then; null where nothing but the log does.</param>
    public void Finish(EventTime? wallClock = null)
    {
        foreach (var partition in _partitions.Values)
        {
            partition.Clock = wallClock ?? partition.Clock;
        }

        foreach (var judged in _oracles.Values)
        {
            Tell(judged.Oracle.Until(_partitions[judged.Partition].Watermark));
        }
    }

    private Judged OracleOf(string key, string institution, int partition)
    {
        if (!_oracles.TryGetValue(key, out var judged))
        {
            _oracles.Add(key, judged = new Judged(new TraceOracle(_agreements[institution])) { Partition = partition });
        }
        else if (judged.Partition != partition)
        {
            // The clock of the one before has decided so much, and decides no more.
            Tell(judged.Oracle.Until(_partitions[judged.Partition].Watermark));
            judged.Partition = partition;
        }

        return judged;
    }

    private PartitionLog PartitionOf(int number)
    {
        if (!_partitions.TryGetValue(number, out var partition))
        {
            _partitions.Add(number, partition = new PartitionLog(new LogReader(RecordTimes.DefaultClockSkewMax, _agreements.Contains, new RuleBook())));
        }

        return partition;
    }

    private void ForgetLeft(int number, PartitionLog partition)
    {
        while (partition.Leaving.TryPeek(out var left) && left.At.Ticks + DecidedAfter.Ticks < partition.Clock.Ticks)
        {
            partition.Leaving.Dequeue();
            if (_oracles.TryGetValue(left.Key, out var judged) && judged.Partition == number)
            {
                _oracles.Remove(left.Key);
                Tell(judged.Oracle.Until(partition.Watermark));
            }
        }
    }

    private void Tell(IReadOnlyList<OracleVerdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            _verdict((int)(verdict.Offset >> OffsetBits), verdict with { Offset = verdict.Offset & ((1L << OffsetBits) - 1) });
        }
    }

    private sealed class Judged(TraceOracle oracle)
    {
        public TraceOracle Oracle => oracle;

        /// <summary>Whose clock decides.</summary>
        public int Partition { get; set; }
    }

    private sealed class PartitionLog(LogReader reader)
    {
        public LogReader Reader => reader;

        public EventTime Clock { get; set; } = EventTime.Epoch;

        public EventTime Watermark => new(Math.Max(0, Clock.Ticks - Banks.Tolerance.Ticks));

        public Queue<(string Key, EventTime At)> Leaving { get; } = [];
    }
}
