using Covenant.Grains.Agreements;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Covenant.Tests.Silo;

/// <summary>The silo as users run it, in this process: on the broker that is named, or on its own.</summary>
internal sealed class RunningSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningSilo(IHost host, string group)
    {
        _host = host;
        Group = group;
        Kafka = new KafkaTopics(host.Services.GetRequiredService<KafkaBroker>().Address);
    }

    public string Group { get; }

    public KafkaTopics Kafka { get; }

    public AgreementBooks Books => _host.Services.GetRequiredService<AgreementBooks>();

    public IServiceProvider Services => _host.Services;

    /// <param name="address">Null = its own broker.</param>
    public static Task<RunningSilo> StartAsync(string? address, string group, params string[] settings) => StartAsync(address, group, _ => { }, settings);

    /// <inheritdoc cref="StartAsync(string?, string, string[])"/>
    /// <param name="change">Changes what it is made of.</param>
    public static async Task<RunningSilo> StartAsync(string? address, string group, Action<IServiceCollection> change, params string[] settings)
    {
        var builder = SiloHost.CreateBuilder(
            [$"--Covenant:Kafka:group.id={group}", "--Covenant:Cluster:Port=0", "--Covenant:Http:Port=0", "--Logging:LogLevel:Covenant=Error", .. address is null ? [] : new[] { $"--Covenant:Kafka:bootstrap.servers={address}" }, .. settings]);
        builder.Services.AddLoops();
        change(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new RunningSilo(host, group);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
