using System.Globalization;
using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Silo.Held;
using Orleans.Storage;

namespace Covenant.Silo.Checkpoints;

/// <summary>A partition's row in grain storage, as one tenure has it: another that writes it makes this one's next write fail.</summary>
/// <param name="generation">From 0; each row that was let go because it could not be read stays as it is, and the next one has a key of its
/// own.</param>
internal sealed class PartitionRow(IGrainStorage storage, TopicPartition partition, int generation = 0)
{
    private const string StateName = "partition";

    private readonly GrainId _id = GrainId.Create(StateName, KeyOf(partition, generation));
    private readonly Lock _lock = new();
    private bool _isUnsure;
    private string? _written;
    private readonly GrainState<StoredPartition> _row = new(new StoredPartition());

    /// <summary>Once it is claimed, its own tenure the last.</summary>
    public TenureHistory Tenures { get; private set; } = TenureHistory.None;

    /// <inheritdoc cref="StoredPartition.Topic"/>
    public string? Topic { get; private set; }

    /// <inheritdoc cref="StoredPartition.Life"/>
    public int Life { get; private set; }

    /// <inheritdoc cref="StoredPartition.Skipped"/>
    public SkippedRanges Skipped { get; private set; } = SkippedRanges.None;

    /// <summary>The number after the last record that was seen; 0 = none.</summary>
    public long LogEnd { get; set; }

    /// <summary>What is held, as each write says it; null where no tenure knows it yet.</summary>
    public Func<StoredHeld?>? Held { get; set; }

    private (long LifeFrom, string? Group, long? InstitutionsFrom) Kept { get; set; }

    public static string KeyOf(TopicPartition partition, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}") + (generation == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{generation}"));

    /// <summary>Puts a gap on record with the next write.</summary>
    public void Skip(SkippedRanges.Range range)
    {
        lock (_lock)
        {
            Skipped = Skipped.With(range);
        }
    }

    public async Task<StoredPartition?> ReadAsync()
    {
        await storage.ReadStateAsync(StateName, _id, _row);
        if (!_row.RecordExists)
        {
            return null;
        }

        (Skipped, LogEnd) = (_row.State!.Skipped, _row.State.LogEnd);
        return _row.State;
    }

    /// <summary>Begins a tenure.</summary>
    /// <param name="read">As it was read, with what changes.</param>
    /// <param name="found">What is published.</param>
    /// <exception cref="InconsistentStateException">Another has written it meanwhile.</exception>
    public Task ClaimAsync(StoredPartition read, Progress found)
    {
        Tenures = read.Tenures.Next(found);
        (Topic, Life, Kept) = (read.Topic, read.Life, (read.LifeFrom, read.Group, read.InstitutionsFrom));
        return WriteAsync(read);
    }

    /// <summary>Writes it where there is none, without a tenure.</summary>
    public Task BeginAsync(StoredPartition row)
    {
        (Topic, Life, Kept, Tenures) = (row.Topic, row.Life, (row.LifeFrom, row.Group, row.InstitutionsFrom), row.Tenures);
        return _row.RecordExists ? Task.CompletedTask : WriteAsync(row);
    }

    /// <summary>Whether no other tenure has written it.</summary>
    public async Task<bool> IsOursAsync()
    {
        var now = new GrainState<StoredPartition>(new StoredPartition());
        await storage.ReadStateAsync(StateName, _id, now);
        return now.RecordExists && now.State?.Tenures.Last == Tenures.Last;
    }

    /// <exception cref="InconsistentStateException">Another has written it meanwhile.</exception>
    public Task WriteAsync(StoredPartition row)
    {
        row.Tenures = Tenures;
        (row.Topic, row.Life, row.LifeFrom, row.Group, row.InstitutionsFrom) = (Topic, Life, Kept.LifeFrom, Kept.Group, Kept.InstitutionsFrom);
        row.LogEnd = LogEnd;
        row.Held = Held is null ? row.Held : Held();
        lock (_lock)
        {
            row.Skipped = Skipped;
        }

        return WriteOnceMoreAsync(row);
    }

    private async Task WriteOnceMoreAsync(StoredPartition row)
    {
        _row.State = row;
        try
        {
            await storage.WriteStateAsync(StateName, _id, _row);
            _isUnsure = false;
        }
        catch (InconsistentStateException) when (_isUnsure)
        {
            // INVARIANT (own write): a tenure's number is written by that tenure alone, so a row that bears it is what a write of ours came
            // to whose outcome we were not told.
            var now = new GrainState<StoredPartition>(new StoredPartition());
            await storage.ReadStateAsync(StateName, _id, now);
            if (!now.RecordExists || now.State?.Tenures.Last != Tenures.Last || now.State.Owner != _written)
            {
                throw;
            }

            (_row.ETag, _row.RecordExists, _row.State, _isUnsure) = (now.ETag, true, row, false);
            await storage.WriteStateAsync(StateName, _id, _row);
        }
        catch (Exception unknown) when (unknown is not InconsistentStateException)
        {
            (_isUnsure, _written) = (true, row.Owner);
            throw;
        }
    }
}
