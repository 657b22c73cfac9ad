using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Hosting;
using Covenant.Silo.Http;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Settings;
using Covenant.Silo.Storage;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.AnyText;

/// <summary>No setting ends the reader of settings: each is taken, or refused in a line that names it.</summary>
public sealed class AnySettingTests
{
    private static readonly string[] Keys =
    [
        "Ingestion:IdleAfter", "Ingestion:BatchRecordsMax", "Ingestion:AheadMax", "Checkpoint:Every", "Checkpoint:WritesMax", "Cohorts:Count", "Topics:Create", "Topics:Partitions", "Topics:Replicas", "Cluster:Provider",
        "Cluster:Port", "Cluster:Address", "Cluster:Name", "Cluster:ConnectionString", "Grains:IdleAfter", "Grains:MemoryPercentMax", "Http:Port", "Http:Address", "Shutdown:Timeout", "State:Provider", "State:ConnectionString",
        "State:ServiceUri", "State:Table", "State:RetryFor", "Telemetry:Prometheus", "Kafka:bootstrap.servers", "Kafka:fetch.wait.max.ms", "Kafka:security.protocol", "Kafka:nonsense", "Strange:Section",
    ];

    private static readonly string[] Values =
        ["00:00:05", "1.00:00:00", "10675199.02:48:05.4775807", "512", "-1", "99999999999999999999", "true", "Redis", "7", "AzureTables", "127.0.0.1", "::1%lo", "localhost:6379,password=a,ssl=true", "UseDevelopmentStorage=true", "https://account.table.core.windows.net", "covenant", "SASL_SSL", ""];

    [Fact]
    public void Any_value_of_any_setting_is_taken_or_refused_in_one_line() => Gen.Select(Gen.Int[0, Keys.Length - 1], Gen.OneOf(UnicodeGens.Spoilt(Values), Gen.OneOf(Values)), UnicodeGens.Spoilt(Values)).Feed(
        setting =>
        {
            var configuration = new ConfigurationManager();
            configuration.AddInMemoryCollection([new("Covenant:State:Provider", "Redis"), new("Covenant:State:ConnectionString", setting.Item3)]);
            configuration.AddInMemoryCollection([new($"Covenant:{Keys[setting.Item1]}", setting.Item2)]);
            using var services = Services(configuration);

            Assert.All(WrongSettings.Of(services, configuration), wrong => Assert.Contains("`Covenant", wrong, StringComparison.Ordinal));
        },
        cases: 300);

    [Theory]
    [InlineData("Cluster:Provider", "7")]
    [InlineData("Cluster:Provider", "Redis, Localhost")]
    [InlineData("State:Provider", "2")]
    [InlineData("Checkpoint:WritesMax", "\uFF13")]
    [InlineData("Checkpoint:Every", "00:00:\uFF13")]
    [InlineData("Ingestion:ClockSkewMax", "1")]
    [InlineData("Ingestion:IdleAfter", "5")]
    public void A_number_in_place_of_a_word_or_a_time_and_a_digit_of_another_script_are_refused(string key, string value)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new($"Covenant:{key}", value)]);
        using var services = Services(configuration);

        Assert.Contains($"`Covenant:{key}` is `{value}`", Assert.Single(WrongSettings.Of(services, configuration)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_level_that_is_none_is_refused_by_its_name()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning"), new("Logging:LogLevel:Covenant", "Loud")]);
        using var services = Services(configuration);

        Assert.StartsWith("`Logging:LogLevel:Covenant` is `Loud`; it must be one of `Trace`", Assert.Single(WrongSettings.Of(services, configuration)), StringComparison.Ordinal);
    }

    private static ServiceProvider Services(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSettings<IngestionOptions>(configuration, IngestionOptions.Section);
        services.AddSettings<CheckpointOptions>(configuration, CheckpointOptions.Section);
        services.AddSettings<CohortOptions>(configuration, CohortOptions.Section);
        services.AddSettings<TopicOptions>(configuration, TopicOptions.Section);
        services.AddSettings<Covenant.Silo.Hosting.ClusterOptions>(configuration, Covenant.Silo.Hosting.ClusterOptions.Section);
        services.AddSettings<GrainOptions>(configuration, GrainOptions.Section);
        services.AddSettings<HttpOptions>(configuration, HttpOptions.Section);
        services.AddSettings<ShutdownOptions>(configuration, ShutdownOptions.Section);
        services.AddSettings<StateOptions>(configuration, StateOptions.Section);
        services.AddSettings<TelemetryOptions>(configuration, TelemetryOptions.Section);
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.AddOptions<KafkaOptions>().Configure(options => options.ReadFrom(configuration)).ValidateOnStart();
        return services.BuildServiceProvider();
    }
}
