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

    private TopicTail? _tail;
    private long _lastAt = Stopwatch.GetTimestamp();
    private long _longest;

    public Task Loop => _tail!.Loop;

    public void Start() => _tail = new TopicTail(address, ChaosTopics.ToldPartitionsAll, IsolationLevel.ReadCommitted, Take);

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
        if (record.Topic == ChaosTopics.DeadLetters)
        {
            comparison.TellDeadLetter(Text(record.Message.Headers, "topic"), (int)Number(record.Message.Headers, "partition"), Number(record.Message.Headers, "offset"));
        }
        else if (ViolationReader.TryRead(record.Message.Value, out var violation, out var mistake))
        {
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
