using System.Net;
using Covenant.Silo.Demo;
using Covenant.Silo.Http;
using Covenant.Silo.Kafka;
using Covenant.Silo.Settings;
using Covenant.Silo.Terminal;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Covenant.Silo.Hosting;

/// <summary>Builds the silo from its settings and runs it until it is told to stop.</summary>
internal static class SiloHost
{
    // For what has heeded its time to come back.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(0.4);

    /// <returns>The exit code: 0 stopped as asked, 1 failed, 2 a setting is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken token)
    {
        HostApplicationBuilder builder;
        try
        {
            builder = CreateBuilder(args);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or FormatException)
        {
            StandardError.WriteLine($"the settings cannot be read: {unreadable.Message.TrimEnd('.')} ({unreadable.GetBaseException().Message})".ReplaceLineEndings(" "));
            return 2;
        }

        if (builder.Configuration[$"{KafkaOptions.Section}:{KafkaOptions.BootstrapServers}"] is null)
        {
            builder.AddDemo();
        }
        else
        {
            builder.Services.AddHostedService<Greeting>();
        }

        builder.Services.AddLoops();
        // Disposed of as its run ends.
        var host = builder.Build();
        if (WrongSettings.Of(host.Services, builder.Configuration) is { Count: > 0 } wrong)
        {
            wrong.ForEach(StandardError.WriteLine);
            return 2;
        }

        return await RunAsync(host, token);
    }

    private static async Task<int> RunAsync(IHost host, CancellationToken token)
    {
        var exit = host.Services.GetRequiredService<SiloExit>();
        var loops = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        if (Occupied(host.Services) is { } occupied)
        {
            StandardError.WriteLine(occupied);
            return 1;
        }

        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await WithinAsync(host.RunAsync(token), host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + StopGrace, stopping);
        }
        catch (Exception stopped) when (StoppedStart.Is(stopped) && (stopping.IsCancellationRequested || token.IsCancellationRequested))
        {
            // Told to stop before it had started; Orleans' parts may wrap that.
        }
        catch (Exception) when (exit.HasFailed)
        {
            // It could not start, and why is said already; Orleans' parts wrap that in traces of their own.
        }

        return exit.HasFailed || loops.Any(loop => loop.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
    }

    // Where a part does not heed its time (Orleans tries for minutes to write its leave into a table that is gone), the process ends without it.
    private static async Task WithinAsync(Task run, TimeSpan stopTimeout, CancellationToken stopping)
    {
        await Task.WhenAny(run, Task.Delay(Timeout.Infinite, stopping));
        if (await Task.WhenAny(run, Task.Delay(stopTimeout, CancellationToken.None)) != run)
        {
            StandardError.WriteLine($"not all had stopped after {stopTimeout.TotalSeconds:0.#} s; ended without it");
            return;
        }

        await run;
    }

    // What is listened on, each with the setting that moves it.
    private static string? Occupied(IServiceProvider services)
    {
        var silo = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        var isDemo = services.GetRequiredService<IOptions<KafkaOptions>>().Value.IsEmbedded;
        var http = services.GetRequiredService<IOptions<HttpOptions>>().Value.Endpoint(isDemo);
        foreach (var (endpoint, section) in new[] { (new IPEndPoint(silo.AdvertisedIPAddress, silo.SiloPort), ClusterOptions.Section), (http, HttpOptions.Section) })
        {
            if (!SiloPort.IsFree(endpoint))
            {
                return $"`{endpoint}` cannot be listened on: it is in use, by another silo perhaps, or no address of this machine; set `{section}:Port`, 0 for a free one";
            }
        }

        return null;
    }

    /// <summary>The silo as it is without a demo, its loops still to be added (<see cref="SiloServices.AddLoops"/>).</summary>
    public static HostApplicationBuilder CreateBuilder(string[] args)
    {
        // Settings are read once. By default the host watches its working directory for changes to them, with all below it: a broker or a database that writes there is noticed with each write.
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("hostBuilder:reloadConfigOnChange", bool.FalseString)]);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, Configuration = configuration });
        builder.Logging.AddLines(builder.Configuration);
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = ShutdownOptions.TimeoutIn(builder.Configuration);
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.AddCovenant();
        return builder;
    }
}
