using Covenant.Contracts.Events;
using Covenant.Grains.Agreements;
using Covenant.Silo.Agreements;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Health;
using Covenant.Silo.Held;
using Covenant.Silo.Http;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Settings;
using Covenant.Silo.Storage;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Hosting;

/// <summary>What a silo is made of.</summary>
internal static class SiloServices
{
    public static void AddCovenant(this HostApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, (IConfiguration)builder.Configuration);
        services.AddSettings<IngestionOptions>(configuration, IngestionOptions.Section);
        services.AddSettings<CheckpointOptions>(configuration, CheckpointOptions.Section);
        services.AddSettings<CohortOptions>(configuration, CohortOptions.Section);
        services.AddSettings<TopicOptions>(configuration, TopicOptions.Section);
        services.AddSettings<ClusterOptions>(configuration, ClusterOptions.Section);
        services.AddSettings<GrainOptions>(configuration, GrainOptions.Section);
        services.AddSettings<HttpOptions>(configuration, HttpOptions.Section);
        services.AddSettings<ShutdownOptions>(configuration, ShutdownOptions.Section);
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.AddOptions<KafkaOptions>().Configure(options => options.ReadFrom(configuration)).ValidateOnStart();

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new JudgingClock(TimeProvider.System));
        services.AddSingleton<SiloExit>();
        services.AddSingleton<ClusterFormats>();
        services.AddTelemetry(configuration);
        services.AddKafka();
        services.AddJudging();
        services.AddHealth();

        // Hosted services start in this order and stop in the opposite one. So the silo answers for its health from first to last, and the loops (added after all of
        // this) have judged, told and stored what they had, before Orleans takes the grains down and leaves the cluster.
        services.AddSingleton<HttpServer>();
        services.AddHostedService(provider => provider.GetRequiredService<HttpServer>());
        services.AddClusterConnection(configuration);
        builder.UseOrleans(silo =>
        {
            silo.AddCluster();
            silo.AddState();
        });
    }

    /// <summary>After what the demo prepares: agreements first, then events.</summary>
    public static void AddLoops(this IServiceCollection services)
    {
        services.AddSingleton<AgreementsFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<AgreementsFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<AgreementRefusals>());
        services.AddHostedService(provider => provider.GetRequiredService<UndeliveredFeed>());
        services.AddHostedService<UndeliveredRedriver>();

        // Stopped after the consumer, which has things told as it stops.
        services.AddHostedService(provider => provider.GetRequiredService<TransactionLoop>());
        services.AddSingleton<EventReading>();
        services.AddHostedService(provider => provider.GetRequiredService<EventReading>());
        services.AddHostedService(provider => provider.GetRequiredService<EventsTopic>());
        services.AddHostedService<BrokerWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SilenceWatch>());
        services.AddHostedService<EarlyCollections>();
    }

    private static void AddKafka(this IServiceCollection services)
    {
        services.AddSingleton<KafkaBroker>();
        services.AddSingleton<BrokerHealth>();
        services.AddSingleton<ClientCalls>();
        services.AddSingleton<KafkaClients>();
        services.AddSingleton<Administrator>();
        services.AddSingleton<TopicProvisioner>();
        services.AddSingleton<LearnedSizes>();
        services.AddSingleton<KnownTopics>();
        services.AddSingleton<UndeliveredBook>();
        services.AddSingleton<Diversion>();
        services.AddSingleton<UndeliveredFeed>();
        services.AddSingleton<TopicRow>();
        services.AddSingleton<EventsTopic>();
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
        services.AddSingleton<AgreementShelf>();
        services.AddSingleton<AgreementStore>();
        services.AddSingleton<AgreementTroubles>();
        services.AddSingleton<AgreementRefusals>();
        services.AddSingleton(provider =>
        {
            var books = provider.GetRequiredService<AgreementBooks>();
            var aheadMax = provider.GetRequiredService<IOptions<IngestionOptions>>().Value.AheadMax;
            return new EventAdmission(aheadMax, institution => books.Current.Find(institution) is not null);
        });
        services.AddSingleton<CohortLayout>();
        services.AddSingleton<BatchTurns>();
        services.AddSingleton<RecordBlocks>();
        services.AddSingleton<ObjectPool<RecordDecoder>>(provider => new DefaultObjectPool<RecordDecoder>(ActivatorUtilities.CreateInstance<RecordDecoderPolicy>(provider)));
        services.AddSingleton<RecordReader>();
        services.AddSingleton<SkippedRecords>();
        services.AddSingleton<HeldTopic>();
        services.AddSingleton<HeldMemory>();
        services.AddSingleton<HeldContributions>();
        services.AddSingleton<PartitionRows>();
        services.AddSingleton<LogLives>();
        services.AddSingleton<StateGuard>();
        services.AddSingleton<PartitionRecovery>();
        services.AddSingleton<PartitionParts>();
    }
}
