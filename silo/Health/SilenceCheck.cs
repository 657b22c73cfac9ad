using Covenant.Silo.Ingestion;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Health;

/// <summary>
/// Whether what there is to tell is told, whatever may keep it from being told; a partition that an operator asked to hold is only
/// degraded.
/// </summary>
internal sealed class SilenceCheck(SilenceWatch watch, HeldPartitions held, IOptions<IngestionOptions> options) : IHealthCheck
{
    private const int ShownMax = 3;

    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(15);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        // What raised nothing may wait for its position to be committed.
        var limit = SilentFor + (options.Value.CommitEvery > TimeSpan.FromSeconds(1) ? options.Value.CommitEvery : TimeSpan.Zero);
        var silent = watch.Silent.FindAll(one => one.Lasts >= limit);
        var blind = watch.Blind is { } reason ? $"the watcher of silence cannot look ({reason})" : null;
        List<string> failing = [.. silent.Where(one => held.ReasonOf(one.Partition) is null).Select(Words)];
        List<string> waiting = [.. silent.Where(one => held.ReasonOf(one.Partition) is not null).Select(one => $"{Words(one)}, for it is held: {held.ReasonOf(one.Partition)}")];
        return failing.Count > 0 ? HealthCheckResult.Unhealthy(Sentence([.. failing, .. waiting], blind))
            : waiting.Count > 0 || blind is not null ? HealthCheckResult.Degraded(Sentence(waiting, blind))
            : HealthCheckResult.Healthy("no partition has had something to tell for long without telling it");
    }

    private static string Words(SilentPartition one) =>
        $"partition {one.Partition.Partition.Value} of `{one.Partition.Topic}` has told up to offset {Math.Max(0, one.Told.Value)} of {Math.Max(0, one.End.Value)}, and nothing for {(int)one.Lasts.TotalSeconds} s though there is something to tell";

    private static string Sentence(List<string> partitions, string? blind) =>
        string.Join("; ", [.. partitions.Take(ShownMax), .. partitions.Count > ShownMax ? [$"and {partitions.Count - ShownMax} more"] : Array.Empty<string>(), .. blind is null ? Array.Empty<string>() : [blind]]);
}
