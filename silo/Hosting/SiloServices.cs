using System.Net;
using Covenant.Contracts.Events;
using Covenant.Grains.Agreements;
using Covenant.Grains.Customers;
using Covenant.Silo.Agreements;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Settings;
using Covenant.Silo.Storage;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;

namespace Covenant.Silo.Hosting;

/// <summary>What a silo is made of.</summary>
internal static class SiloServices
{
    private const int UsualPort = 11_111;

    public static void AddCovenant(this HostApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, (IConfiguration)builder.Configuration);
        services.AddSettings<IngestionOptions>(configuration, IngestionOptions.Section);
        services.AddSettings<CheckpointOptions>(configuration, CheckpointOptions.Section);
        services.AddSettings<TopicOptions>(configuration, TopicOptions.Section);
        services.AddSettings<ClusterOptions>(configuration, ClusterOptions.Section);
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.AddOptions<KafkaOptions>().Configure(options => options.ReadFrom(configuration)).ValidateOnStart();

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new JudgingClock(TimeProvider.System));
        services.AddSingleton<SiloIdentity>();
        services.AddSingleton<SiloExit>();
        services.AddSingleton<CovenantMetrics>();
        services.AddKafka();
        services.AddJudging();
        builder.UseOrleans(AddCluster);
        AddExport(services, configuration);
    }

    /// <summary>After what the demo prepares: agreements first, then events.</summary>
    public static void AddLoops(this IServiceCollection services)
    {
        services.AddSingleton<AgreementsFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<AgreementsFeed>());

        // Stopped after the consumer, which has things told as it stops.
        services.AddHostedService(provider => provider.GetRequiredService<TransactionLoop>());
        services.AddSingleton<EventConsumer>();
        services.AddHostedService(provider => provider.GetRequiredService<EventConsumer>());
        services.AddHostedService<BrokerWatch>();
    }

    private static void AddKafka(this IServiceCollection services)
    {
        services.AddSingleton<KafkaBroker>();
        services.AddSingleton<BrokerHealth>();
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<TopicProvisioner>();
        services.AddSingleton<RecordPublisher>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<GroupMembership>();
        services.AddSingleton<PublishedPositions>();
        services.AddSingleton<KafkaTransactions>();
        services.AddSingleton<TransactionLoop>();
    }

    private static void AddJudging(this IServiceCollection services)
    {
        services.AddSingleton<AgreementBooks>();
        services.AddSingleton(provider =>
        {
            var books = provider.GetRequiredService<AgreementBooks>();
            var aheadMax = provider.GetRequiredService<IOptions<IngestionOptions>>().Value.AheadMax;
            return new EventAdmission(aheadMax, institution => books.Current.Find(institution) is not null);
        });
        services.AddSingleton<EventDeserializer>();
        services.AddSingleton<RecordReader>();
        services.AddSingleton<PartitionRecovery>();
        services.AddSingleton<PartitionParts>();
    }

    // Localhost and memory until a setting says otherwise: their places for what survives a silo.
    private static void AddCluster(ISiloBuilder silo)
    {
        silo.UseLocalhostClustering();
        silo.Services.AddGrainStorage(CustomerGrain.Storage, (provider, _) => ActivatorUtilities.CreateInstance<MemoryStorage>(provider));
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterOptions>, IOptions<KafkaOptions>>((endpoint, cluster, kafka) =>
        {
            var port = cluster.Value.Port ?? (kafka.Value.IsEmbedded ? 0 : UsualPort);
            endpoint.SiloPort = port == 0 ? SiloPort.Free() : port;

            // Grains are called from within the silo alone; no client needs a way in.
            endpoint.GatewayPort = 0;
        });
        silo.Services.AddOptions<DevelopmentClusterMembershipOptions>().Configure<IOptions<EndpointOptions>>(
            (membership, endpoint) => membership.PrimarySiloEndpoint = new IPEndPoint(IPAddress.Loopback, endpoint.Value.SiloPort));
    }

    private static void AddExport(IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } || configuration["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] is { Length: > 0 })
        {
            services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(CovenantMetrics.MeterName, "Microsoft.Orleans").AddOtlpExporter());
        }
    }
}
