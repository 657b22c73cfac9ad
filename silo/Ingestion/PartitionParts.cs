using Confluent.Kafka;
using Covenant.Contracts.Grains;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Health;
using Covenant.Silo.Held;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Storage;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Covenant.Silo.Ingestion;

/// <summary>What every <see cref="PartitionProcessor"/> shares with the others.</summary>
internal sealed class PartitionParts(
    IGrainFactory grains,
    [FromKeyedServices(CohortGrain.Storage)] IGrainStorage storage,
    ILocalSiloDetails silo,
    CohortLayout cohorts,
    BatchTurns turns,
    RecordBlocks blocks,
    ObjectPool<RecordDecoder> decoders,
    KafkaClients clients,
    BrokerHealth health,
    Readiness readiness,
    Degradations degradations,
    HeldPartitions held,
    EventsTopic topic,
    ClusterFormats formats,
    SkippedRecords skipped,
    HeldTopic heldTopic,
    HeldMemory heldMemory,
    HeldContributions heldContributions,
    PublishedPositions positions,
    TransactionLoop transactions,
    DeadLetters deadLetters,
    RecordReader records,
    CovenantMetrics metrics,
    JudgingClock clock,
    ILogger<CohortWriter> logger,
    IOptions<IngestionOptions> ingestion,
    IOptions<CheckpointOptions> checkpoint,
    IOptions<StateOptions> state)
{
    public IGrainFactory Grains { get; } = grains;

    /// <summary>Its due dates, from its row.</summary>
    public PartitionDeadlines DeadlinesOf(TopicPartition partition, StartingPoint start) =>
        new(storage, partition, start.Row.Tenures.Last, start.Deadlines, key => state.Value.Forgets(LossToken.OfDueDates(key)));

    public SiloAddress Silo => silo.SiloAddress;

    public CohortLayout Cohorts { get; } = cohorts;

    public BatchTurns Turns { get; } = turns;

    public RecordBlocks Blocks { get; } = blocks;

    public ObjectPool<RecordDecoder> Decoders { get; } = decoders;

    /// <summary>This silo's name as a writer.</summary>
    public string Owner => clients.TransactionalId;

    public BrokerHealth Health { get; } = health;

    public Readiness Readiness { get; } = readiness;

    /// <summary>What a tenure tells of a partition, with the bounds of the settings.</summary>
    /// <param name="customers">Null where it is what customers' clauses decide; see <see cref="PartitionOutput.Customers"/>.</param>
    public PartitionOutput OutputOf(TopicPartition partition, Progress published, PartitionOutput? customers = null) =>
        new(partition, published, Ingestion.UnacknowledgedBatchesMax, () => ShareOf(Ingestion.UntoldBytesMax), customers);

    /// <summary>Of what all partitions of this silo may have together, the equal share of one.</summary>
    public long ShareOf(long together) => together / Math.Max(1, Readiness.Assigned);

    public Degradations Degradations { get; } = degradations;

    public HeldPartitions Held { get; } = held;

    public EventsTopic Topic { get; } = topic;

    public ClusterFormats Formats { get; } = formats;

    public SkippedRecords Skipped { get; } = skipped;

    public HeldTopic HeldTopic { get; } = heldTopic;

    public HeldContributions HeldContributions { get; } = heldContributions;

    public HeldMemory HeldMemory { get; } = heldMemory;

    public PublishedPositions Positions { get; } = positions;

    public TransactionLoop Transactions { get; } = transactions;

    public DeadLetters DeadLetters { get; } = deadLetters;

    public RecordReader Records { get; } = records;

    public CovenantMetrics Metrics { get; } = metrics;

    public ILogger<CohortWriter> Logger { get; } = logger;

    public TimeProvider Clock { get; } = clock.Time;

    public IngestionOptions Ingestion { get; } = ingestion.Value;

    public CheckpointOptions Checkpoint { get; } = checkpoint.Value;
}
