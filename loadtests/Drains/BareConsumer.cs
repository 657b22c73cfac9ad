using System.Diagnostics;
using Confluent.Kafka;

namespace Covenant.LoadTests.Drains;

/// <summary>What reading alone reaches: a plain loop over Confluent.Kafka's consumer, which counts the records and looks at none.</summary>
/// <remarks>With its defaults but for one, which is as the silo's: by default it fetches no more for a second where enough waits, and has read all of that in less.</remarks>
internal static class BareConsumer
{
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(30);

    /// <returns>Records per second between 10 % and 90 % of them.</returns>
    public static Task<double> MeasureAsync(string address, IReadOnlyList<TopicPartitionOffset> starts, long count, CancellationToken token) =>
        Task.Factory.StartNew(() => Measure(address, starts, count, token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static double Measure(string address, IReadOnlyList<TopicPartitionOffset> starts, long count, CancellationToken token)
    {
        var config = new ConsumerConfig { BootstrapServers = address, GroupId = "covenant-load-bare", EnableAutoCommit = false, FetchQueueBackoffMs = 20 };
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Assign(starts);
        long first = count / 10, last = count - count / 10, begun = 0L;
        for (var read = 1L; read <= last; read++)
        {
            if (consumer.Consume(SilenceMax) is null)
            {
                throw new InvalidOperationException($"the bare consumer read {read - 1} of {count} records, and then none for {SilenceMax.TotalSeconds} s");
            }

            if (read == first)
            {
                token.ThrowIfCancellationRequested();
                begun = Stopwatch.GetTimestamp();
            }
        }

        return (last - first) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
