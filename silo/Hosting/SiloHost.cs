using Covenant.Silo.Demo;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Hosting;

/// <summary>Builds the silo from its settings and runs it until it is told to stop.</summary>
internal static class SiloHost
{
    // A user who presses Ctrl-C gets the prompt back within two seconds, whatever still hangs.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1.5);

    /// <returns>The exit code: 0 stopped as asked, 1 failed, 2 a setting is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken token)
    {
        var builder = CreateBuilder(args);
        if (string.IsNullOrEmpty(builder.Configuration[$"{KafkaOptions.Section}:{KafkaOptions.BootstrapServers}"]))
        {
            builder.AddDemo();
        }

        builder.Services.AddLoops();
        try
        {
            using var host = builder.Build();
            var exit = host.Services.GetRequiredService<SiloExit>();
            await host.RunAsync(token);
            return exit.HasFailed ? 1 : 0;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var line in wrong.Failures.SelectMany(failure => failure.Split('\n')))
            {
                await Console.Error.WriteLineAsync(line);
            }

            return 2;
        }
    }

    /// <summary>The silo as it is without a demo, its loops still to be added (<see cref="SiloServices.AddLoops"/>).</summary>
    public static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.AddLines(builder.Configuration);
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = StopTimeout;
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.AddCovenant();
        return builder;
    }
}
