using Covenant.Silo.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covenant.Silo.Health;

/// <summary>Which checks there are, and which questions each answers.</summary>
internal static class HealthServices
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<Degradations>();
        services.AddSingleton<LogTimestamps>();
        services.AddSingleton<CaughtFaults>();
        services.AddSingleton<HeldPartitions>();
        services.AddSingleton<LogProbe>();
        services.AddSingleton<SilenceWatch>();
        services.AddSingleton<IHttpEndpoints, HealthEndpoints>();
        services.AddHealthChecks()
            .AddCheck<LoopsCheck>("loops", tags: [HealthEndpoints.Live])
            .AddCheck<AgreementsCheck>("agreements", tags: [HealthEndpoints.Startup, HealthEndpoints.Ready])
            .AddCheck<ClusterCheck>("cluster", tags: [HealthEndpoints.Startup, HealthEndpoints.Ready])
            .AddCheck<PartitionsCheck>("partitions", tags: [HealthEndpoints.Ready])
            .AddCheck<DeliveryCheck>("delivery", tags: [HealthEndpoints.Ready])
            .AddCheck<HeldCheck>("held", tags: [HealthEndpoints.Ready])
            .AddCheck<StorageCheck>("storage", tags: [HealthEndpoints.Ready])
            .AddCheck<SilenceCheck>("silence", tags: [HealthEndpoints.Ready])
            .AddCheck<TimestampsCheck>("timestamps", tags: [HealthEndpoints.Ready])
            .AddCheck<JudgeCheck>("judge", tags: [HealthEndpoints.Ready]);
    }
}
