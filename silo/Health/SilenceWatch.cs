using System.Collections.Immutable;
using Confluent.Kafka;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Health;

/// <summary>A partition that has something to tell, and tells nothing.</summary>
internal sealed record SilentPartition(TopicPartition Partition, Offset Told, Offset End, TimeSpan Lasts);

/// <summary>
/// Notices silence from outside: compares, partition by partition, the log's end with the committed position, with clients of its own.
/// Whatever holds a partition up, it is seen here.
/// </summary>
internal sealed class SilenceWatch(Readiness readiness, PartitionMetrics tenures, LogProbe probe, KafkaBroker broker, BrokerHealth health, CaughtFaults faults, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(3);

    // Of partitions in doubt, in one round.
    private const int LooksMax = 8;

    private readonly long _begun = clock.GetTimestamp();
    private readonly Dictionary<TopicPartition, PartitionSilence> _partitions = [];
    private volatile ImmutableList<SilentPartition> _silent = [];
    private volatile string? _blind;

    /// <summary>Those that have something to tell, and for how long nothing was told.</summary>
    public ImmutableList<SilentPartition> Silent => _silent;

    /// <summary>Why it could not look; null where it could. What it knew before stays.</summary>
    public string? Blind => _blind;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (broker.IsEmbedded)
        {
            // It ends with this process, and so does what is not told.
            return;
        }

        using var timer = new PeriodicTimer(Every, clock);
        var (asking, askedAt) = (Task.FromResult(Answer.None), Now());
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Keep();
                if (asking.IsCompleted && Now() - askedAt >= AskEvery)
                {
                    See(await asking);
                    (asking, askedAt) = (AskAsync([.. _partitions.Select(one => (one.Key, one.Value.IsDoubtful ? one.Value.Told : (Offset?)null))], stoppingToken), Now());
                }

                Show();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private TimeSpan Now() => clock.GetElapsedTime(_begun);

    // Those that this silo has; and those that it lost because its broker is away, for nobody else can have them before that is back.
    private void Keep()
    {
        var ours = readiness.Partitions.ToHashSet();
        var isAway = health.IsAway || _blind is not null;
        foreach (var gone in _partitions.Keys.Where(partition => !isAway && !ours.Contains(partition)).ToList())
        {
            _partitions.Remove(gone);
        }

        foreach (var partition in ours)
        {
            if (!_partitions.TryGetValue(partition, out var silence))
            {
                _partitions[partition] = silence = new PartitionSilence(Now);
            }

            if (tenures.TenureOf(partition) is { } tenure)
            {
                silence.See(tenure.Published, tenure.Judged > tenure.Published);
            }
        }
    }

    /// <param name="partitions">With the position from which on a record is looked for, where that is in doubt.</param>
    private async Task<Answer> AskAsync(List<(TopicPartition Partition, Offset? From)> partitions, CancellationToken token)
    {
        List<(TopicPartition, Offset, Offset, bool?)> answer = [];
        try
        {
            var looks = 0;
            var positions = partitions.Count == 0 ? [] : await probe.AskAsync(partitions.ConvertAll(one => one.Partition), token);
            foreach (var (partition, told, end) in positions)
            {
                var isDoubtful = partitions.Find(one => one.Partition == partition).From == told;
                answer.Add((partition, told, end, isDoubtful && looks++ < LooksMax ? await probe.HasRecordAsync(partition, told, token) : null));
            }

            return new Answer(answer, null);
        }
        catch (KafkaException away)
        {
            return new Answer(answer, health.Words(away.Error));
        }
        catch (Exception fault) when (!token.IsCancellationRequested)
        {
            faults.Report("the watcher of silence", fault);
            return new Answer(answer, Reason.Of(fault));
        }
    }

    private void See(Answer answer)
    {
        _blind = answer.Blind;
        foreach (var (partition, told, end, hasRecord) in answer.Positions)
        {
            if (_partitions.TryGetValue(partition, out var silence))
            {
                silence.See(told, end);
                if (hasRecord is { } found)
                {
                    silence.Find(found);
                }
            }
        }
    }

    private void Show() => _silent = [.. _partitions.Where(one => one.Value.Lasts is not null)
        .Select(one => new SilentPartition(one.Key, one.Value.Told, one.Value.End, one.Value.Lasts!.Value)).OrderBy(one => one.Partition.Partition.Value)];

    private sealed record Answer(List<(TopicPartition Partition, Offset Told, Offset End, bool? HasRecord)> Positions, string? Blind)
    {
        public static Answer None { get; } = new([], null);
    }
}
