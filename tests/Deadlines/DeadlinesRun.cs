using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Deadlines;

namespace Covenant.Tests.Deadlines;

/// <summary>
/// A partition's due dates beside what they should be: who is owed a wake now, and who was when the row in storage was begun. Each step of a checkpoint is taken on
/// its own, so that adding, taking, faults and crashes come between any two of them.
/// </summary>
internal sealed class DeadlinesRun
{
    private static readonly TopicPartition Partition = new("datause.events.v1", 3);

    private readonly ChunkStorage _storage = new();
    private readonly Dictionary<int, EventTime> _ever = [];
    private Dictionary<int, EventTime> _owed = [];
    private Dictionary<int, EventTime> _owedAtBegin = [];
    private Dictionary<int, EventTime> _owedInRow = [];
    private (EventTime Begin, EventTime InRow) _clocks;
    private (int Ever, int AtBegin, int Settled) _added;
    private PartitionDeadlines _deadlines;
    private StoredDeadlines? _row;
    private StoredDeadlines? _written;
    private Task<StoredDeadlines>? _writing;
    private EventTime _clock = At(100);
    private Stage _stage = Stage.None;
    private bool _hasCrashed;
    private long _tenures;

    public DeadlinesRun() => _deadlines = Tenure();

    private enum Stage
    {
        None,
        Begun,
        Writing,
        Written,
        InRow,
    }

    /// <param name="amount">How many, and how far ahead at most.</param>
    public void Add(int amount)
    {
        for (var number = 0; number < amount; number++)
        {
            var cohort = _ever.Count;
            var due = new EventTime(Math.Max(0, _clock.Ticks + (((long)number * amount * 7_919 % (amount * 4)) - 60) * TimeSpan.TicksPerMinute));
            _ever.Add(cohort, due);
            _owed.Add(cohort, due);
            _deadlines.Add(cohort, due);
            _added.Ever++;
        }
    }

    public async Task TakeAsync(int minutes)
    {
        _clock = new EventTime(_clock.Ticks + (minutes * TimeSpan.TicksPerMinute));
        _storage.FailReadEvery = minutes % 2 == 0 ? 0 : 3;
        List<int> taken = [];
        try
        {
            await _deadlines.TakeDueAsync(_clock, taken);
        }
        catch (TimeoutException)
        {
            Assert.Empty(taken);
            return;
        }
        finally
        {
            _storage.FailReadEvery = 0;
        }

        Check(taken);
    }

    /// <param name="fault">Which thing goes wrong; most numbers stand for none.</param>
    public async Task StepAsync(int fault)
    {
        _stage = _stage switch
        {
            Stage.None => Begin(),
            Stage.Begun => StartWriting(),
            Stage.Writing => await FinishWritingAsync(fault),
            Stage.Written => WriteRow(fault),
            _ => await ForgetAsync(fault),
        };
    }

    /// <param name="late">Whether the one that died gets on with what it had begun while the next one is there already.</param>
    public async Task CrashAsync(bool late)
    {
        var (dead, stage, writing) = (_deadlines, _stage, _writing);
        (_owed, _clock, _stage, _hasCrashed, _added.Settled) = (new(_owedInRow), _clocks.InRow.Ticks == 0 ? _clock : _clocks.InRow, Stage.None, true, _added.Ever);
        _deadlines = Tenure();
        if (late)
        {
            await TakeAsync(0);
        }

        _storage.LetWrite();
        await (stage == Stage.Writing ? writing! : stage == Stage.InRow ? dead.ForgetAsync() : Task.CompletedTask);
    }

    /// <summary>Without faults from here on: all that is owed comes, and then nothing is left in storage.</summary>
    public async Task FinishAsync()
    {
        await TakeAsync(0);
        while (_stage != Stage.None)
        {
            await StepAsync(fault: 99);
        }

        await TakeAsync(100 * 60 * 24);
        Assert.Empty(_owed);
        Assert.Equal(0, _deadlines.InMemory);
        for (var steps = 0; steps < 10; steps++)
        {
            await StepAsync(fault: 99);
        }

        Assert.True(_hasCrashed || _storage.Chunks.Count == 0, $"{_storage.Chunks.Count} chunks were left behind");
    }

    private void Check(List<int> taken)
    {
        Assert.Equal(taken.Count, taken.Distinct().Count());
        Assert.All(taken, cohort => Assert.True(_ever[cohort] < _clock, $"{cohort} is not due yet"));
        Assert.Equal(taken.Select(cohort => _ever[cohort]).Order(), taken.Select(cohort => _ever[cohort]));
        HashSet<int> woken = [.. taken];
        Assert.All(_owed.Where(owed => owed.Value < _clock), owed => Assert.True(woken.Contains(owed.Key), $"{owed.Key} was not woken"));
        Assert.True(_hasCrashed || taken.TrueForAll(_owed.ContainsKey), "woken again without a crash");
        taken.ForEach(cohort => _owed.Remove(cohort));
        var reachedEnd = DeadlineBounds.StartOf(_clock.Ticks) + DeadlineBounds.BucketTicks;
        var reached = (_hasCrashed ? _ever : _owed).Count(one => one.Value.Ticks < reachedEnd);
        Assert.InRange(_deadlines.InMemory, 0, reached + (_added.Ever - _added.Settled) + DeadlineBounds.ChunkEntriesMax);
    }

    private Stage Begin()
    {
        _deadlines.BeginCheckpoint();
        (_owedAtBegin, _clocks.Begin, _added.AtBegin) = (new(_owed), _clock, _added.Ever);
        return Stage.Begun;
    }

    private Stage StartWriting()
    {
        _storage.HoldWrites();
        _writing = _deadlines.WriteAsync(TestContext.Current.CancellationToken);
        return Stage.Writing;
    }

    private async Task<Stage> FinishWritingAsync(int fault)
    {
        (_storage.FailEvery, _storage.FailsAfterwards) = (fault < 30 ? 2 + (fault % 3) : 0, fault % 2 == 0);
        _storage.LetWrite();
        try
        {
            _written = await _writing!;
            _added.Settled = _added.AtBegin;
            return Stage.Written;
        }
        catch (TimeoutException)
        {
            return fault < 15 ? Stage.None : Stage.Begun;
        }
        finally
        {
            _storage.FailEvery = 0;
        }
    }

    private Stage WriteRow(int fault)
    {
        if (fault < 20)
        {
            // It is tried again from the beginning, or given up.
            return fault < 10 ? Stage.Begun : Stage.None;
        }

        (_row, _owedInRow, _clocks.InRow) = (_written, _owedAtBegin, _clocks.Begin);

        // It can be there although storage did not say so.
        return fault < 35 ? Stage.None : Stage.InRow;
    }

    private async Task<Stage> ForgetAsync(int fault)
    {
        _storage.FailEvery = fault < 20 ? 2 : 0;
        await _deadlines.ForgetAsync().ContinueWith(_ => _storage.FailEvery = 0, TaskScheduler.Default);
        return fault < 10 ? Stage.Begun : Stage.None;
    }

    private PartitionDeadlines Tenure() => new(_storage, Partition, ++_tenures, _row);

    private static EventTime At(long hour) => new(hour * TimeSpan.TicksPerHour);
}
