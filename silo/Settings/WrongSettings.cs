using Covenant.Silo.Checkpoints;
using Covenant.Silo.Cohorts;
using Covenant.Silo.Demo;
using Covenant.Silo.Hosting;
using Covenant.Silo.Http;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Storage;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Settings;

/// <summary>Everything that is wrong with the settings, a line each, before anything is started.</summary>
internal static class WrongSettings
{
    private const string Root = "Covenant";

    private static readonly string[] Sections =
    [
        KafkaOptions.Section, TopicOptions.Section, IngestionOptions.Section, CheckpointOptions.Section, CohortOptions.Section, StateOptions.Section, ClusterOptions.Section, GrainOptions.Section,
        HttpOptions.Section, TelemetryOptions.Section, ShutdownOptions.Section, DemoOptions.Section,
    ];

    public static List<string> Of(IServiceProvider services, IConfiguration configuration)
    {
        var wrong = configuration.GetSection(Root).GetChildren().Where(section => !Sections.Contains(section.Path, StringComparer.OrdinalIgnoreCase))
            .Select(section => $"`{section.Path}` is no setting; under `{Root}` there are {string.Join(", ", Sections.Select(known => $"`{known}`"))}".ReplaceLineEndings(" ")).ToList();
        wrong.AddRange(LogLevels(configuration));
        if (wrong.Count > 0)
        {
            return wrong;
        }

        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException one)
        {
            wrong.AddRange(LinesOf(one));
        }
        catch (AggregateException several)
        {
            wrong.AddRange(several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(LinesOf));
        }

        return wrong;
    }

    // The framework throws where it first logs.
    private static IEnumerable<string> LogLevels(IConfiguration configuration) =>
        configuration.GetSection("Logging").AsEnumerable().Where(setting => setting.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)
                && setting.Value is { Length: > 0 } level && !Enum.GetNames<LogLevel>().Contains(level, StringComparer.OrdinalIgnoreCase))
            .Select(setting => $"`{setting.Key}` is `{setting.Value}`; it must be one of {string.Join(", ", Enum.GetNames<LogLevel>().Select(name => $"`{name}`"))}".ReplaceLineEndings(" "));

    // What Covenant says of one options class is one failure, with a line for each mistake.
    private static IEnumerable<string> LinesOf(OptionsValidationException wrong) => wrong.Failures.SelectMany(failure => failure.Split('\n'));
}
