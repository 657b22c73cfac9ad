using Confluent.Kafka;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Hosting;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Whether the wall clock may decide what falls due on a partition: only where everything that had come was read, for an event that waits unread may be the one
/// that was owed, and only while no other silo has taken the partition up.
/// </summary>
internal sealed partial class WallClockTurn(TopicPartition partition, StartingPoint start, PartitionParts parts)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    private long _end = -1;
    private bool _isSaid;
    private Task<bool> _asked = Task.FromResult(false);

    public enum Answer
    {
        NotYet,
        Now,
        Never,
    }

    /// <summary>Where the log ended when it was read to its end last; -1 = not yet.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>The log ended here: everything below was offered to the tenure.</summary>
    public void AtEnd(long offset) => Volatile.Write(ref _end, offset);

    public async Task<Answer> AskAsync(CancellationToken token)
    {
        var end = Volatile.Read(ref _end);
        if (end < start.Published.Offset || !_asked.IsCompleted || parts.Topic.IsCatchingUp)
        {
            return Answer.NotYet;
        }

        try
        {
            if (await Task.Run(() => parts.Positions.EndOf(partition), token) != end)
            {
                return Answer.NotYet;
            }

            // Events that come meanwhile wait for this: where storage hangs it is left to answer, and asked no more until it has.
            _asked = start.Row.IsOursAsync();
            var isOurs = await _asked.WaitAsync(AnswerWithin, token);
            _isSaid = false;
            return isOurs ? Answer.Now : Answer.Never;
        }
        catch (KafkaException away)
        {
            parts.Health.Report(away.Error);
            return Answer.NotYet;
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            Say(Reason.Of(away));
            return Answer.NotYet;
        }
    }

    private void Say(string reason)
    {
        if (!_isSaid)
        {
            _isSaid = true;
            Waits(parts.Logger, partition.Partition.Value, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "storage does not say whose partition {Partition} is ({Reason}); what falls due by the wall clock waits, verdicts on events do not")]
    private static partial void Waits(ILogger logger, int partition, string reason);
}
