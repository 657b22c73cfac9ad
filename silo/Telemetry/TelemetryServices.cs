using Covenant.Grains.Cohorts;
using Covenant.Silo.Http;
using Covenant.Silo.Kafka;
using Covenant.Silo.Settings;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Covenant.Silo.Telemetry;

/// <summary>What is measured, and who hears of it. Where nobody does, nothing is measured.</summary>
internal static class TelemetryServices
{
    private const int OtherSeriesMax = 200;

    // Of what no producer traces: one batch, transaction or violation in a thousand.
    private const double RootsSampled = 0.001;

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<TelemetryOptions>(configuration, TelemetryOptions.Section);
        services.AddSingleton<CovenantMetrics>();
        services.AddSingleton<ViolationMetrics>();
        services.AddSingleton<BatchMetrics>();
        services.AddSingleton<PartitionMetrics>();
        services.AddSingleton<TransactionMetrics>();
        services.AddSingleton<UndeliveredMetrics>();
        services.AddSingleton<HeldMetrics>();
        services.AddSingleton<CheckpointMetrics>();
        services.AddSingleton<AgreementMetrics>();
        services.AddSingleton<ResidentCustomers>();
        services.AddSingleton<ResidentMetrics>();
        if (bool.TryParse(configuration["OTEL_SDK_DISABLED"], out var isDisabled) && isDisabled)
        {
            return;
        }

        AddMetrics(services, configuration);
        if (OtlpSettings.IsWanted(configuration, OtlpSettings.Traces))
        {
            services.AddOpenTelemetry().ConfigureResource(Describe).WithTracing(traces => Add(traces, configuration));
        }
    }

    private static void AddMetrics(IServiceCollection services, IConfiguration configuration)
    {
        var isScraped = IsScraped(configuration);
        var isSent = OtlpSettings.IsWanted(configuration, OtlpSettings.Metrics);
        if (!isScraped && !isSent)
        {
            return;
        }

        services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics => Add(metrics, configuration, isScraped, isSent));
        if (isScraped)
        {
            services.AddSingleton<IHttpEndpoints, PrometheusEndpoint>();
        }
    }

    private static void Add(MeterProviderBuilder metrics, IConfiguration configuration, bool isScraped, bool isSent)
    {
        metrics.AddMeter(CovenantMetrics.MeterName, "Microsoft.Orleans", "System.Runtime")
            // Each instrument has room for all its series from the beginning, 170 KB by default; those of Orleans and .NET have few.
            .AddView(instrument => instrument.Meter.Name == CovenantMetrics.MeterName ? null : new MetricStreamConfiguration { CardinalityLimit = OtherSeriesMax })
            .AddView(ViolationMetrics.Name, new MetricStreamConfiguration { CardinalityLimit = ViolationLabels.SetsMax + ViolationLabels.OtherSetsMax + 1 });

        // What is only looked at, and told by nobody, exists from the beginning.
        metrics.AddInstrumentation(provider => provider.GetRequiredService<ViolationMetrics>());
        metrics.AddInstrumentation(provider => provider.GetRequiredService<PartitionMetrics>());
        metrics.AddInstrumentation(provider => provider.GetRequiredService<AgreementMetrics>());
        metrics.AddInstrumentation(provider => provider.GetRequiredService<ResidentMetrics>());
        metrics.AddInstrumentation(provider => provider.GetRequiredService<UndeliveredMetrics>());
        metrics.AddInstrumentation(provider => provider.GetRequiredService<HeldMetrics>());
        if (isScraped)
        {
            metrics.AddPrometheusExporter(options => options.ScopeInfoEnabled = false);
        }

        if (isSent)
        {
            metrics.AddOtlpExporter(options => OtlpSettings.Apply(configuration, OtlpSettings.Metrics, options));
        }
    }

    private static void Add(TracerProviderBuilder traces, IConfiguration configuration)
    {
        traces.AddSource(Tracing.SourceName).AddOtlpExporter(options => OtlpSettings.Apply(configuration, OtlpSettings.Traces, options));
        if (configuration["OTEL_TRACES_SAMPLER"] is null or "")
        {
            traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(RootsSampled)));
        }
    }

    // The variables come last, for the last one wins.
    private static void Describe(ResourceBuilder resource) =>
        resource.Clear().AddTelemetrySdk().AddDetector(provider => ActivatorUtilities.CreateInstance<SiloResource>(provider)).AddEnvironmentVariableDetector();

    // What cannot be read is refused by the options before the silo starts.
    private static bool IsScraped(IConfiguration configuration) =>
        bool.TryParse(configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Prometheus)}"], out var isWanted)
            ? isWanted
            : configuration[$"{KafkaOptions.Section}:{KafkaOptions.BootstrapServers}"] is not null;
}
