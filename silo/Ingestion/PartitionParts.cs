using Covenant.Grains.Agreements;
using Covenant.Silo.Hosting;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Ingestion;

/// <summary>What every <see cref="PartitionProcessor"/> shares with the others.</summary>
internal sealed class PartitionParts(
    IGrainFactory grains, AgreementBooks books, RecordPublisher publisher, DeadLetters deadLetters, CovenantMetrics metrics, SiloExit exit, JudgingClock clock,
    IOptions<IngestionOptions> options)
{
    public IGrainFactory Grains { get; } = grains;

    public AgreementBooks Books { get; } = books;

    public RecordPublisher Publisher { get; } = publisher;

    public DeadLetters DeadLetters { get; } = deadLetters;

    public CovenantMetrics Metrics { get; } = metrics;

    public SiloExit Exit { get; } = exit;

    public TimeProvider Clock { get; } = clock.Time;

    public IngestionOptions Options { get; } = options.Value;
}
