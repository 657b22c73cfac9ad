using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Chaos.Load;
using Covenant.LoadTests.Chaos.Reading;
using Covenant.LoadTests.Proving;
using Covenant.LoadTests.Systems;

namespace Covenant.LoadTests.Chaos;

/// <summary>One run: silos on the parts, a load, a committed reader; at the end what was told against what the oracle makes of the log as it was read back.</summary>
public sealed class ChaosStage : IFaultTarget, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RebalanceLookEvery = TimeSpan.FromMilliseconds(10);

    // For what should not be there: it would come with the transactions that follow.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly StageSettings _settings;
    private readonly string _group;
    private readonly Comparison _comparison = new();
    private readonly Progress _progress;
    private readonly EventScript _script;
    private readonly AgreementPublisher _agreements;
    private readonly ChangesUnderLoad _changes;
    private readonly LoadProducer _producer;
    private readonly ToldReader _told;
    private readonly ProgressReader _positions;
    private readonly LogReadBack _log;
    private readonly ConcurrentQueue<string> _surprises = [];
    private UncommittedWatch? _uncommitted;

    private ChaosStage(SystemParts parts, StageSettings settings)
    {
        (Parts, _settings) = (parts, settings);
        _group = $"chaos{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8]}";
        var address = parts.Broker.Address;
        Crew = new SiloCrew(settings, parts, _group);
        _progress = new Progress(settings.Partitions);
        _script = new EventScript(settings.Seed, settings.Partitions, settings.ChangeEvery, settings.IsClosedByLog);
        _agreements = new AgreementPublisher(address);
        _changes = new ChangesUnderLoad(_agreements, Crew, settings.Patience);
        _producer = new LoadProducer(address, _script, _progress, _changes.FollowAsync);
        _told = new ToldReader(address, _comparison);
        _positions = new ProgressReader(address, _group, _progress);
        _log = new LogReadBack(address, settings.Partitions);
    }

    public SystemParts Parts { get; }

    public SiloCrew Crew { get; }

    public IReadOnlyList<string> ToldTopics => ChaosTopics.Told;

    /// <summary>Where silos keep their rows.</summary>
    internal string Table => _group;

    /// <summary>A second's load.</summary>
    internal int Rate => _settings.Rate;

    internal LoadProducer Load => _producer;

    internal EventScript Script => _script;

    internal Progress Progress => _progress;

    internal LogReadBack Log => _log;

    internal ToldReader Reader => _told;

    internal bool BelievesProducers => _settings.Timestamps == "CreateTime";

    /// <inheritdoc cref="StageSettings.Patience"/>
    public TimeSpan Patience => _settings.Patience;

    public long Sent => _producer.Sent;

    public long Told => _comparison.Told;

    /// <summary>Records that were sent and not yet told of.</summary>
    public long Lag => _progress.Lag;

    /// <summary>How each part is and what it said last, for a run that could not go on.</summary>
    public async Task<string> DescribeAsync(CancellationToken token) => string.Join(
        Environment.NewLine, $"{_producer.Unacknowledged} records were not acknowledged by the broker", await Crew.DescribeAsync(token), $"broker: {Parts.Broker.LogTail}");

    /// <summary>Topics made anew, agreements published, silos ready; in storage the run has a table, and among the silos a cluster, of its own.</summary>
    public static async Task<ChaosStage> StartAsync(SystemParts parts, StageSettings settings, CancellationToken token)
    {
        await ChaosTopics.CreateAsync(parts.Broker.Address, settings.Partitions, settings.Timestamps);
        if (parts.Broker.User is { } user)
        {
            await TopicRights.AllowAsync(parts.Broker.Address, user);
        }

        var stage = new ChaosStage(parts, settings);
        foreach (var bank in Banks.Names)
        {
            await stage._agreements.PublishAsync(bank, [], token);
        }

        await stage.Crew.StartAsync(settings.Silos, token);
        stage._told.Start();
        return stage;
    }

    /// <summary>The load at its rate until <paramref name="stop"/>, and then the end of the log.</summary>
    public Task LoadAsync(Func<bool> stop, CancellationToken token) => _producer.RunAsync(_settings.Rate, stop, token);

    /// <summary>The longest that a partition stood still while there was something to tell, and that nothing at all was told, since the last call.</summary>
    /// <returns>And how long after <see cref="Healed"/> every partition had moved.</returns>
    public (TimeSpan WithoutProgress, TimeSpan WithoutTelling, TimeSpan? Back) TakeLongest() => (_progress.TakeLongest(), _told.TakeLongest(), _progress.TakeBack());

    /// <inheritdoc/>
    public void Healed() => _progress.Healed();

    /// <inheritdoc/>
    public void TopicsTouched() => Array.ForEach(Banks.Names, Reader.Redriven.Touched);

    /// <summary>Up to where each partition is told, by the broker, now.</summary>
    internal async Task<long[]> CommittedAsync()
    {
        using var admin = ChaosTopics.Admin(Parts.Broker.Address);
        var asked = new ConsumerGroupTopicPartitions(_group, [.. ChaosTopics.PartitionsOf(ChaosTopics.Events, _progress.Partitions)]);
        var answer = await admin.ListConsumerGroupOffsetsAsync([asked]);
        return [.. answer.Single().Partitions.OrderBy(one => one.Partition.Value).Select(one => one.Offset.Value)];
    }

    /// <summary>Something is not as it should be.</summary>
    internal void Surprise(string what) => _surprises.Enqueue(what);

    /// <summary>The load stops, and all that was sent is told.</summary>
    internal async Task PauseAsync(CancellationToken token)
    {
        await _producer.PauseAsync(token);
        if (!await IsToldAsync(token))
        {
            throw new InvalidOperationException($"{Lag} records were not told of within {Patience}, and nothing more was sent:{Environment.NewLine}{await DescribeAsync(token)}");
        }
    }

    /// <summary>Whether the lag falls to a second's load, and every partition goes on after what was healed, before the patience is over.</summary>
    public Task<bool> CatchesUpAsync(CancellationToken token) => HoldsAsync(() => Lag <= _settings.Rate && _progress.IsBack, token);

    /// <summary>Whether all that was sent is told before the patience is over, but for what the log does not decide.</summary>
    public Task<bool> IsToldAsync(CancellationToken token) => HoldsAsync(() => Lag == 0, token);

    /// <summary>Whether the lag grows to so many records before the patience is over.</summary>
    public Task<bool> LagsAsync(long records, CancellationToken token) => HoldsAsync(() => Lag >= records, token);

    /// <summary>Returns when there is an open transaction, most times: right after a silo wrote a record that is to be told.</summary>
    public async Task TransactionIsOpenAsync(CancellationToken token)
    {
        _uncommitted ??= new UncommittedWatch(Parts.Broker.Address);
        await _uncommitted.NextAsync(Patience, token);
    }

    /// <summary>Returns when partitions are moving from one silo to another.</summary>
    public async Task RebalanceIsOnAsync(CancellationToken token)
    {
        for (var waited = Stopwatch.StartNew(); !await ChaosTopics.IsRebalancingAsync(Parts.Broker.Address, _group);)
        {
            if (waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"no rebalance within {Patience}");
            }

            await Task.Delay(RebalanceLookEvery, token);
        }
    }

    /// <summary>After the load: all is told that will be, and is compared.</summary>
    public async Task<ChaosOutcome> FinishAsync(CancellationToken token)
    {
        var isTold = await IsToldAsync(token);
        if (!isTold)
        {
            Surprise($"{Lag} records of the log were not told of within {_settings.Patience}");
        }

        var events = await JudgeAsync(token);
        await HoldsAsync(() => _comparison.Missing == 0, token, isTold ? _settings.Patience / 4 : TimeSpan.Zero);
        await Task.Delay(Settle, token);
        await Crew.ReviveAsync();
        return new(events, _comparison.Expected, _comparison.Told, _changes.Published, _log.Skipped, _told.Redriven.Count, _comparison.Differences(), [.. _surprises, .. _told.Redriven.Mistakes(), .. Crew.Surprises]);
    }

    public async ValueTask DisposeAsync()
    {
        await _producer.DisposeAsync();
        await Crew.DisposeAsync();
        await (_uncommitted?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _told.DisposeAsync();
        await _positions.DisposeAsync();
        await _log.DisposeAsync();
        _agreements.Dispose();
        await ChaosTopics.DeleteAsync(Parts.Broker.Address);
    }

    private async Task<long> JudgeAsync(CancellationToken token)
    {
        var judge = new LogJudge(
            Banks.Read(_script.Changes(_changes.Published)), _comparison.Expect, (partition, offset) => _comparison.ExpectDeadLetter(ChaosTopics.Events, partition, offset));
        if (!await HoldsAsync(() => _log.Ends().SequenceEqual(_progress.SentOf()) || _log.Loop.IsCompleted, token))
        {
            throw new InvalidOperationException($"the log was not read back: {Sent - _log.Ends().Sum()} records are missing");
        }

        foreach (var record in await _log.StopAsync())
        {
            judge.Take(record);
        }

        judge.Finish(_settings.IsClosedByLog ? null : EventTime.From(TimeProvider.System.GetUtcNow()));
        return judge.Events;
    }

    /// <summary>Whether it holds before the patience is over; silos that ended by themselves are started again meanwhile.</summary>
    internal async Task<bool> HoldsAsync(Func<bool> holds, CancellationToken token, TimeSpan? patience = null)
    {
        for (var waited = Stopwatch.StartNew(); !holds(); await Task.Delay(LookEvery, token))
        {
            if (waited.Elapsed > (patience ?? _settings.Patience))
            {
                return false;
            }

            await Crew.ReviveAsync();
            if (_told.Loop is { IsFaulted: true } broken)
            {
                await broken;
            }
        }

        return true;
    }
}
