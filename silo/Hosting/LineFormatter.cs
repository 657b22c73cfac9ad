using Covenant.Contracts.Showing;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Covenant.Silo.Hosting;

/// <summary>Logs one line a message to standard error: when, how bad, what.</summary>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (StoppedStart.Is(logEntry.Exception) && logEntry.Category.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal))
        {
            // Told to stop before it had started, which is no failure.
            return;
        }

        var level = logEntry.LogLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "error: ",
            LogLevel.Warning => "warning: ",
            _ => "",
        };
        var message = Shown.Line(logEntry.Formatter(logEntry.State, logEntry.Exception));
        var cause = logEntry.Exception is { } exception ? $" ({Shown.Line(exception.GetBaseException().Message)})" : "";
        textWriter.WriteLine($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {level}{message}{cause}");
    }
}

internal static class LineLogging
{
    // Orleans tells at length of what it mends itself, or of what the call that failed tells us: a silo that went away, a write that did not go through.
    private static readonly Dictionary<string, string?> Levels = new()
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Error),
        ["Logging:LogLevel:Covenant"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Orleans"] = nameof(LogLevel.Critical),
        ["Logging:LogLevel:Polly"] = nameof(LogLevel.None),

        // Who asks for the health is told; that is no news for the log.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = nameof(LogLevel.None),
    };

    /// <summary>Our warnings and everyone's errors, unless <c>Logging:LogLevel</c> says otherwise.</summary>
    public static void AddLines(this ILoggingBuilder logging, ConfigurationManager configuration)
    {
        // First, so that every other source overrides it.
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });

        logging.ClearProviders();
        logging.AddConsole(options => options.FormatterName = LineFormatter.FormatterName);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.AddOptions<ConsoleLoggerOptions>().Configure(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
