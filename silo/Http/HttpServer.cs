using System.Net;
using Covenant.Silo.Kafka;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Http;

/// <summary>
/// Answers by HTTP for as long as the silo lives. A small application of its own, since the host's would be started last and stopped first: this one is
/// there while the silo still waits for its cluster, and while it drains.
/// </summary>
internal sealed class HttpServer : IHostedService, IAsyncDisposable
{
    private readonly IPEndPoint _endpoint;
    private readonly IEnumerable<IHttpEndpoints> _parts;
    private readonly ILoggerFactory _loggers;
    private WebApplication? _application;

    public HttpServer(IOptions<HttpOptions> options, IOptions<KafkaOptions> kafka, IEnumerable<IHttpEndpoints> parts, ILoggerFactory loggers) =>
        (_endpoint, _parts, _loggers) = (options.Value.Endpoint(kafka.Value.IsEmbedded), parts, loggers);

    /// <summary>Where it answers, on this machine; there once this was started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(_endpoint);
        });
        _application = builder.Build();
        _application.UseRouting();
        foreach (var part in _parts)
        {
            part.Map(_application);
        }

        await _application.StartAsync(cancellationToken);
        var listening = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Address = new UriBuilder(listening) { Host = IPAddress.Any.Equals(_endpoint.Address) ? "127.0.0.1" : listening.Host }.Uri;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;
}
