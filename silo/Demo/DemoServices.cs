using Covenant.Silo.Ingestion;
using Covenant.Silo.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spectre.Console;

namespace Covenant.Silo.Demo;

/// <summary>What a silo has besides where no Kafka is named: a story, and a screen.</summary>
internal static class DemoServices
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(2);

    // An event that a user sends now may lie weeks after the story's beginning.
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(366);

    public static void AddDemo(this HostApplicationBuilder builder)
    {
        var story = new Story(TimeProvider.System.GetUtcNow());
        var clock = new StoryClock(story.Start);
        builder.Services.AddSettings<DemoOptions>(builder.Configuration, DemoOptions.Section);
        builder.Services.AddSingleton(story);
        builder.Services.AddSingleton(clock);
        builder.Services.Replace(ServiceDescriptor.Singleton(new JudgingClock(clock)));
        builder.Services.Configure<IngestionOptions>(options => (options.IdleAfter, options.AheadMax) = (IdleAfter, AheadMax));

        // Plain means plain: no bold and no dim either.
        var isPlain = builder.Configuration["NO_COLOR"] is { Length: > 0 };
        builder.Services.AddSingleton(_ => AnsiConsole.Create(new AnsiConsoleSettings { Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect }));
        builder.Services.AddSingleton<DemoScreen>();
        builder.Services.AddHostedService<StoryTeller>();
        builder.Services.AddHostedService<ViolationViewer>();
    }
}
