using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Events;
using Covenant.Silo.Deadlines;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Covenant.Tests.Deadlines;

public sealed class PartitionDeadlinesTests
{
    private static readonly TopicPartition Partition = new("datause.events.v1", 3);

    private const int FirstOfMany = 1_000;

    private readonly ChunkStorage _storage = new();

    // By name: their numbers are their places.
    private readonly List<string> _cohorts = [];
    private int _many;
    private long _tenures;
    private PartitionDeadlines _deadlines;
    private StoredDeadlines? _row;

    public PartitionDeadlinesTests() => _deadlines = Tenure();

    [Fact]
    public async Task A_cohort_is_due_once_the_clock_is_later_not_when_it_is_equal()
    {
        Add("c-1", 10);

        Assert.Empty(await DueAtAsync(10));
        Assert.Equal(["c-1"], await DueAtAsync(11));
        Assert.Empty(await DueAtAsync(99));
    }

    [Fact]
    public async Task The_earliest_comes_first_and_a_cohort_with_two_times_is_woken_once()
    {
        Add("late", 30);
        Add("early", 10);
        Add("middle", 20);
        Add("early", 15);

        Assert.Equal(["early", "middle", "late"], await DueAtAsync(31));
    }

    [Fact]
    public async Task What_was_added_before_a_checkpoint_is_due_in_the_next_tenure()
    {
        Add("before", 10);
        Add("much-later", 40 * 3_600);
        await CheckpointAsync();
        Add("after", 20);

        _deadlines = Tenure();

        Assert.Equal(["before"], await DueAtAsync(3_600));
        Assert.Equal(["much-later"], await DueAtAsync(41 * 3_600));
    }

    [Fact]
    public async Task What_lies_ahead_leaves_memory_once_it_is_stored()
    {
        AddMany(10_000, number => 30 * 3_600 + number);
        Assert.Equal(10_000, _deadlines.InMemory);

        await CheckpointAsync();
        await DueAtAsync(0);

        Assert.InRange(_deadlines.InMemory, 0, DeadlineBounds.ChunkEntriesMax);
        Assert.InRange(_row!.Chunks.Length, 1, 500);
        Assert.Equal(10_000, (await DueAtAsync(40 * 3_600)).Count);
    }

    [Fact]
    public async Task Few_in_each_of_many_hours_share_chunks_instead_of_having_one_each_at_every_checkpoint()
    {
        for (var checkpoint = 0; checkpoint < 20; checkpoint++)
        {
            AddMany(1_200, number => (10 + (number % 24)) * 3_600 + number);
            await CheckpointAsync();
        }

        // 24,000 entries in 24 hours: all chunks are half full at least, but for one an hour.
        Assert.InRange(_storage.Chunks.Count, 24, 48 + 24);
        Assert.Equal(24_000, (await DueAtAsync(100 * 3_600)).Count);
    }

    [Fact]
    public async Task Chunks_with_little_left_are_written_as_one()
    {
        await DueAtAsync(0);
        for (var checkpoint = 0; checkpoint < 30; checkpoint++)
        {
            AddMany(1_100, number => number < 1_050 ? 10 + checkpoint : 3_000);
            await CheckpointAsync();
            Assert.Equal(1_050, (await DueAtAsync(11 + checkpoint)).Count);
        }

        // What is left of 30 checkpoints is 1,500 entries.
        Assert.InRange(_storage.Chunks.Count, 1, 2 + (2 * DeadlineBounds.ThinChunksMax));
        Assert.Equal(1_500, (await DueAtAsync(3_001)).Count);
    }

    [Fact]
    public async Task No_chunk_and_no_tail_is_larger_than_a_table_cell()
    {
        AddMany(3_000, number => 30 * 3_600 + number);
        await CheckpointAsync();

        Assert.InRange(_storage.LargestBytes, 1, 64 * 1_024 - 1);
        Assert.InRange(_row!.Tail.Length, 0, 64 * 1_024 - 1);
        Assert.Equal(3_000, (await DueAtAsync(40 * 3_600)).Count);
    }

    [Fact]
    public async Task Where_nothing_is_due_storage_is_not_asked()
    {
        AddMany(3_000, number => 30 * 3_600 + number);
        await CheckpointAsync();
        var reads = _storage.Reads;

        for (var second = 0; second < 29 * 3_600; second += 60)
        {
            Assert.Empty(await DueAtAsync(second));
        }

        Assert.Equal(reads, _storage.Reads);
    }

    [Fact]
    public async Task A_chunk_that_is_gone_is_an_error_not_a_silence()
    {
        AddMany(3_000, number => 30 * 3_600 + number);
        await CheckpointAsync();
        var elsewhere = new PartitionDeadlines(new ChunkStorage(), Partition, ++_tenures, _row);

        var failed = await Assert.ThrowsAsync<UnreadableChunkException>(async () => await elsewhere.TakeDueAsync(At(31 * 3_600), []));
        Assert.Contains("it is not in storage", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_is_half_loaded_while_a_checkpoint_rewrites_it_loses_nothing()
    {
        AddMany(1_300, _ => 30 * 3_600);
        await CheckpointAsync();
        AddMany(1_200, _ => 30 * 3_600);
        _deadlines.BeginCheckpoint();
        _storage.HoldWrites();
        var (reads, write) = (_storage.Reads, _deadlines.WriteAsync(TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync("the chunk that is not full was read, to be written anew", () => _storage.Reads == reads + 1);

        _storage.FailReadEvery = reads + 3;
        await Assert.ThrowsAsync<TimeoutException>(() => DueAtAsync(30 * 3_600));
        _storage.FailReadEvery = 0;
        _storage.LetWrite();
        _row = await write;
        await _deadlines.ForgetAsync();
        Assert.Empty(await DueAtAsync(30 * 3_600));
        await CheckpointAsync();
        await CheckpointAsync();
        _deadlines = Tenure();

        Assert.Equal(2_500, (await DueAtAsync(31 * 3_600)).Count);
    }

    [Fact]
    public async Task What_comes_for_an_hour_that_was_reached_while_the_next_one_could_not_be_read_is_not_lost()
    {
        AddMany(1_300, _ => 11 * 3_600);
        await CheckpointAsync();
        AddMany(1_300, _ => 10 * 3_600);
        _deadlines.BeginCheckpoint();
        _storage.HoldWrites();
        var write = _deadlines.WriteAsync(TestContext.Current.CancellationToken);

        _storage.FailReadEvery = 1;
        await Assert.ThrowsAsync<TimeoutException>(() => DueAtAsync(11 * 3_600 + 1));
        _storage.FailReadEvery = 0;
        AddMany(1_300, _ => 10 * 3_600);
        _storage.LetWrite();
        await write;
        await _deadlines.ForgetAsync();

        Assert.Equal(3 * 1_300, (await DueAtAsync(12 * 3_600)).Count);
    }

    [Fact]
    public async Task What_the_row_holds_survives_serialization()
    {
        AddMany(3_000, number => 30 * 3_600 + number);
        await CheckpointAsync();
        var serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

        _row = serializer.Deserialize<StoredDeadlines>(serializer.SerializeToArray(_row!));
        _deadlines = Tenure();

        Assert.Equal(3_000, (await DueAtAsync(40 * 3_600)).Count);
    }

    private PartitionDeadlines Tenure() => new(_storage, Partition, ++_tenures, _row);

    private void Add(string name, long second)
    {
        if (!_cohorts.Contains(name))
        {
            _cohorts.Add(name);
        }

        _deadlines.Add(_cohorts.IndexOf(name), At(second));
    }

    private void AddMany(int count, Func<int, long> second)
    {
        for (var number = 0; number < count; number++)
        {
            _deadlines.Add(FirstOfMany + ++_many, At(second(number)));
        }
    }

    private async Task CheckpointAsync()
    {
        _deadlines.BeginCheckpoint();
        _row = await _deadlines.WriteAsync(TestContext.Current.CancellationToken);
        await _deadlines.ForgetAsync();
    }

    private async Task<List<string>> DueAtAsync(long second)
    {
        List<int> due = [];
        await _deadlines.TakeDueAsync(At(second), due);
        return due.ConvertAll(one => one < FirstOfMany ? _cohorts[one] : one.ToString(CultureInfo.InvariantCulture));
    }

    private static EventTime At(long second) => new(second * TimeSpan.TicksPerSecond);
}
