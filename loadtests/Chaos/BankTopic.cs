using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.LoadTests.Proving;

namespace Covenant.LoadTests.Chaos;

/// <summary>One bank's topic of violations, as its administrator has it: counted, deleted, made again.</summary>
internal sealed class BankTopic(string address, string name, int partitions) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly IAdminClient _admin = ChaosTopics.Admin(address);

    /// <summary>Those that it has; none where it is not there.</summary>
    public IReadOnlyList<TopicPartition> Partitions()
    {
        var found = _admin.GetMetadata(AnswerTimeout).Topics.SingleOrDefault(topic => topic.Topic == name);
        return found is null || found.Error.IsError ? [] : [.. found.Partitions.Select(partition => new TopicPartition(name, partition.PartitionId))];
    }

    /// <summary>Whether a transaction that writes to it has not come to its end.</summary>
    public async Task<bool> HasOpenTransactionAsync()
    {
        var (all, committed) = (await EndsAsync(IsolationLevel.ReadUncommitted), await EndsAsync(IsolationLevel.ReadCommitted));
        return !all.SequenceEqual(committed);
    }

    /// <summary>How many committed records stand in it.</summary>
    public long Count(CancellationToken token)
    {
        var count = 0L;
        PartitionsToEnd.Read(
            address, [.. Partitions().Select(one => new TopicPartitionOffset(one, Offset.Beginning))], IsolationLevel.ReadCommitted, "topic", Deserializers.Ignore, Deserializers.Ignore, _ => count++, token);
        return count;
    }

    public async Task DeleteAsync(CancellationToken token)
    {
        await _admin.DeleteTopicsAsync([name]);
        while (Partitions().Count > 0)
        {
            await Task.Delay(LookEvery, token);
        }
    }

    public Task CreateAsync() => _admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions }]);

    /// <summary>Whether somebody makes it again before the time is over.</summary>
    public async Task<bool> IsMadeAsync(TimeSpan timeout, CancellationToken token)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < timeout; await Task.Delay(LookEvery, token))
        {
            if (Partitions().Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _admin.Dispose();

    private async Task<List<(TopicPartition Partition, long Offset)>> EndsAsync(IsolationLevel isolation)
    {
        var asked = Partitions().Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = OffsetSpec.Latest() });
        var answer = await _admin.ListOffsetsAsync(asked, new() { IsolationLevel = isolation, RequestTimeout = AnswerTimeout });
        return [.. answer.ResultInfos.Select(one => (one.TopicPartitionOffsetError.TopicPartition, one.TopicPartitionOffsetError.Offset.Value)).OrderBy(one => one.TopicPartition.Partition.Value)];
    }
}
