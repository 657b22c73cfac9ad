using System.ComponentModel.DataAnnotations;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Ingestion;

/// <summary>How events are taken from their partitions.</summary>
internal sealed class IngestionOptions : IValidatableObject
{
    public const string Section = "Covenant:Ingestion";

    /// <summary>Records judged together at most; fewer where fewer wait: the more the silo lags, the more events share a call. Default 32,768.</summary>
    [Range(1, 65_536)]
    public int BatchRecordsMax { get; set; } = 32_768;

    /// <summary>Records of one partition that wait to be judged; above it the partition is paused until half of them are done. Default 65,536.</summary>
    [Range(1, 1_048_576)]
    public int WaitingRecordsMax { get; set; } = 65_536;

    /// <summary>The same of all partitions together, in bytes, which count where records are large. Default 32 MiB.</summary>
    [Range(1_048_576, 1_073_741_824)]
    public int WaitingBytesMax { get; set; } = 32 * 1_048_576;

    /// <summary>How long the silo waits for room before it pauses a partition, for pausing throws away what was fetched ahead; meanwhile its other partitions wait too. Default 1 s.</summary>
    public TimeSpan PauseAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Grain calls of one partition under way at once. Default 256.</summary>
    [Range(1, 65_536)]
    public int GrainCallsMax { get; set; } = 256;

    /// <summary>Batches of one partition that wait to be told. Default 64.</summary>
    [Range(1, 65_536)]
    public int UnacknowledgedBatchesMax { get; set; } = 64;

    /// <summary>What waits to be told, of all partitions together, in bytes; above it no more is judged. Default 16 MiB.</summary>
    [Range(1_048_576, 1_073_741_824)]
    public int UntoldBytesMax { get; set; } = 16 * 1_048_576;

    /// <summary>How often the position of a partition is committed that has nothing to tell. Default 1 s.</summary>
    public TimeSpan CommitEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a partition is without events before the wall clock stands in for its own. Default 5 s.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a partition that is taken away may finish what it has begun, and have it stored. Default 2 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How far an event's time may lie after its record's; beyond it the event is a dead letter. Default 1 day.</summary>
    public TimeSpan AheadMax { get; set; } = EventAdmission.DefaultAheadMax;

    /// <summary>How far an event's own time moves the clocks beyond its record's. Another one holds from the published position on. Default 1 min.</summary>
    public TimeSpan ClockSkewMax { get; set; } = RecordClock.DefaultClockSkewMax;

    /// <summary>
    /// The id of the events' topic that is read in place of the one that was deleted; health says it. One that is not the present topic's
    /// accepts nothing, so it may stay.
    /// </summary>
    public string? AcceptNewTopic { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Outside(CommitEvery, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)))
        {
            yield return Between(nameof(CommitEvery), CommitEvery, "00:00:00.010", "00:05:00");
        }

        if (Outside(PauseAfter, TimeSpan.Zero, TimeSpan.FromSeconds(1)))
        {
            yield return Between(nameof(PauseAfter), PauseAfter, "00:00:00", "00:00:01");
        }

        if (Outside(IdleAfter, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1)))
        {
            yield return Between(nameof(IdleAfter), IdleAfter, "00:00:00.010", "1.00:00:00");
        }

        if (Outside(DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1)))
        {
            yield return Between(nameof(DrainTimeout), DrainTimeout, "00:00:00", "00:01:00");
        }

        if (Outside(AheadMax, TimeSpan.Zero, TimeSpan.FromDays(3_650)))
        {
            yield return Between(nameof(AheadMax), AheadMax, "00:00:00", "3650.00:00:00");
        }

        if (Outside(ClockSkewMax, TimeSpan.Zero, TimeSpan.FromDays(1)))
        {
            yield return Between(nameof(ClockSkewMax), ClockSkewMax, "00:00:00", "1.00:00:00");
        }
    }

    private static bool Outside(TimeSpan value, TimeSpan least, TimeSpan most) => value < least || value > most;

    private static ValidationResult Between(string name, TimeSpan value, string least, string most) =>
        new($"`{Section}:{name}` is `{value}`; it must be between `{least}` and `{most}`");
}
