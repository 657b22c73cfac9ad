using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Undelivered;

/// <summary>Has a silo tell records, as its partitions do, and waits until it has.</summary>
internal sealed class RecordTeller
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private long _told;

    public Task TellAsync(RunningSilo silo, params string[] banks) => TellAsync(silo, [.. banks.Select(bank => UndeliveredKafka.RecordOf(bank, "1"))]);

    /// <summary>All of them in one transaction.</summary>
    public async Task TellAsync(RunningSilo silo, List<OutgoingRecord> records)
    {
        // Each further than the one before: by the position a silo tells what was told of a transaction whose outcome it does not know.
        var (from, to) = (new Progress(_told, 0), new Progress(++_told, 0));
        var output = new PartitionOutput(new TopicPartition(TopicNames.Shadow, 0), from, 8, () => long.MaxValue);
        silo.Services.GetRequiredService<TransactionLoop>().Add(new Telling(output, to, [.. records.Select(record => new StepRecord(record, to.Offset, Progress.FirstKey))]));
        await output.ReachedAsync(to, TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }
}
