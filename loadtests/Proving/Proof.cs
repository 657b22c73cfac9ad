using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Chaos;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Oracle;
using Covenant.LoadTests.Oracle.Reading;
using Covenant.LoadTests.Runs;
using Covenant.LoadTests.Systems;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Proving;

/// <summary>
/// After a load: what committed readers can read of it, against what the oracle makes of the log as the broker has it. Both are read from where they ended when the run began, so
/// that it costs nothing while the load is on.
/// </summary>
/// <param name="events">Where the run's events begin.</param>
/// <param name="told">Where what is told of them begins.</param>
internal sealed class Proof(string address, WorkloadSettings workload, IReadOnlyList<TopicPartitionOffset> events, IReadOnlyList<TopicPartitionOffset> told)
{
    private const int DifferencesMax = 100;

    private const string ErrorHeader = "__datause.errors.";

    private readonly Population _population = new(workload);
    private readonly HashSet<string> _institutions = [.. new Population(workload).Institutions];
    private readonly Comparison _comparison = new();
    private readonly BenchOracle _oracle = new();
    private readonly Dictionary<int, RecordTimes> _times = [];
    private readonly List<string> _unreadable = [];
    private long _events;

    /// <summary>To be called once.</summary>
    public Task<ProofSummary> FindAsync(CancellationToken token) => Task.Factory.StartNew(() => Find(token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private ProofSummary Find(CancellationToken token)
    {
        var ofRun = new IsOfRun(workload.Run);
        PartitionsToEnd.Read(address, told, IsolationLevel.ReadCommitted, "topic,headers", ofRun, Deserializers.ByteArray, Tell, token);
        PartitionsToEnd.Read(address, events, IsolationLevel.ReadUncommitted, "topic,timestamp", ofRun, new EventInPlace(), Expect, token);
        var differences = _comparison.Differences();
        long Of(DifferenceKind kind) => differences.Count(difference => difference.Kind == kind);
        return new(
            _events, _comparison.Expected, _comparison.Told, Of(DifferenceKind.Missing), Of(DifferenceKind.Invented) + _unreadable.Count, Of(DifferenceKind.Doubled),
            [.. _unreadable.Concat(differences.Select(difference => difference.ToString())).Take(DifferencesMax)]);
    }

    private void Tell(ConsumeResult<bool, byte[]> record)
    {
        if (record.Topic == ChaosTopics.DeadLetters)
        {
            if (record.Message.Key)
            {
                var headers = record.Message.Headers;
                _comparison.TellDeadLetter(Text(headers, "topic"), (int)Number(headers, "partition"), Number(headers, "offset"));
            }
        }
        else if (!ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake))
        {
            _unreadable.Add($"invented: {record.TopicPartitionOffset}: {mistake}");
        }
        else if (_population.IsOurs(violation.Customer))
        {
            _comparison.Tell(violation, record.Topic, violation.Mode == ClauseMode.Shadow ? ChaosTopics.Shadow : ChaosTopics.ViolationsOf(violation.Institution));
        }
    }

    private void Expect(ConsumeResult<bool, DataUseEvent?> record)
    {
        if (!_times.TryGetValue(record.Partition.Value, out var times))
        {
            _times.Add(record.Partition.Value, times = new(RecordTimes.DefaultClockSkewMax, new RuleBook()));
        }

        times.See(new EventTime(record.Message.Timestamp.UnixTimestampMs * TimeSpan.TicksPerMillisecond));
        if (!record.Message.Key)
        {
            return;
        }

        var (partition, offset) = (record.Partition.Value, record.Offset.Value);
        if (record.Message.Value is not { } e || !_institutions.Contains(e.Institution))
        {
            _comparison.ExpectDeadLetter(ChaosTopics.Events, partition, offset);
            return;
        }

        _events++;
        foreach (var verdict in _oracle.Judge(e, times.Admit(e.Time), offset))
        {
            _comparison.Expect(partition, verdict);
        }
    }

    private static long Number(Headers headers, string name) => long.Parse(Text(headers, name), CultureInfo.InvariantCulture);

    private static string Text(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(ErrorHeader + name));
}
