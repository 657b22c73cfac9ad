using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Proving;

namespace Covenant.LoadTests.Chaos.Reading;

/// <summary>A bank's and the operator's reader, of committed records alone: what it sees is what was told.</summary>
internal sealed class ToldReader(string address, Comparison comparison) : IAsyncDisposable
{
    private const string ErrorHeader = "__datause.errors.";

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly RedrivenCheck _redriven = new();
    private TopicTail? _tail;
    private long _lastAt = Stopwatch.GetTimestamp();
    private long _longest;

    public Task Loop => _tail!.Loop;

    public void Start() => _tail = new TopicTail(address, ChaosTopics.ToldPartitionsAll, IsolationLevel.ReadCommitted, Take);

    /// <summary>Looks after violations whose topic did not take them at first.</summary>
    public RedrivenCheck Redriven => _redriven;

    /// <summary>Reads no more of a topic that is deleted, once it has read all of it.</summary>
    /// <param name="records">That were committed there.</param>
    public async Task<bool> ForgetAsync(string topic, long records)
    {
        if (_counts.GetValueOrDefault(topic) < records)
        {
            return false;
        }

        await _tail!.ForgetAsync(topic);
        _counts[topic] = 0;
        return true;
    }

    /// <summary>Reads a topic that was made again.</summary>
    public Task FollowAsync(IEnumerable<TopicPartition> partitions) => _tail!.FollowAsync(partitions);

    /// <summary>The longest that it read nothing since the last call, and begins anew.</summary>
    public TimeSpan TakeLongest() => TimeSpan.FromTicks(Interlocked.Exchange(ref _longest, 0));

    public async ValueTask DisposeAsync()
    {
        if (_tail is { } tail)
        {
            await tail.DisposeAsync();
        }
    }

    private void Take(ConsumeResult<byte[]?, byte[]?>? record)
    {
        Interlocked.Exchange(ref _longest, Math.Max(Interlocked.Read(ref _longest), Stopwatch.GetElapsedTime(_lastAt).Ticks));
        if (record is null)
        {
            return;
        }

        _lastAt = Stopwatch.GetTimestamp();
        _counts.AddOrUpdate(record.Topic, 1, (_, count) => count + 1);
        if (record.Topic == ChaosTopics.DeadLetters)
        {
            comparison.TellDeadLetter(Text(record.Message.Headers, "topic"), (int)Number(record.Message.Headers, "partition"), Number(record.Message.Headers, "offset"));
        }
        else if (ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake))
        {
            _redriven.Take(violation, record.Message.Headers);
            comparison.Tell(violation, record.Topic, violation.Mode == ClauseMode.Shadow ? ChaosTopics.Shadow : ChaosTopics.ViolationsOf(violation.Institution));
        }
        else
        {
            throw new InvalidDataException($"{record.TopicPartitionOffset}: {mistake}");
        }
    }

    private static long Number(Headers headers, string name) => long.Parse(Text(headers, name), CultureInfo.InvariantCulture);

    private static string Text(Headers headers, string name) => Encoding.UTF8.GetString(headers.GetLastBytes(ErrorHeader + name));
}
