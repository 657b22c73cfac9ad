using System.Net;
using Covenant.Silo.Health;
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
    // What is asked here has no body to speak of, and who asks is a probe, a scraper, an operator.
    private const int BodyBytesMax = 64 * 1_024;

    private const int ConnectionsMax = 1_000;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    private readonly IEnumerable<IHttpEndpoints> _parts;
    private readonly CaughtFaults _faults;
    private readonly ILoggerFactory _loggers;
    private WebApplication? _application;

    public HttpServer(IOptions<HttpOptions> options, IOptions<KafkaOptions> kafka, IEnumerable<IHttpEndpoints> parts, CaughtFaults faults, ILoggerFactory loggers) =>
        (_endpoint, _parts, _faults, _loggers) = (options.Value.Endpoint(kafka.Value.IsEmbedded), parts, faults, loggers);

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
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Listen(_endpoint);
        });
        _application = builder.Build();
        _application.Use(AnswerAsync);
        _application.UseRouting();
        foreach (var part in _parts)
        {
            part.Map(_application);
        }

        await _application.StartAsync(cancellationToken);
        var listening = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Address = new UriBuilder(listening) { Host = IPAddress.Any.Equals(_endpoint.Address) ? "127.0.0.1" : listening.Host }.Uri;
    }

    // One request that fails is that request's failure, and says no more to who sent it.
    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested && fault is not BadHttpRequestException)
        {
            _faults.Report("an answer by HTTP", fault);
            if (!context.Response.HasStarted)
            {
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync("the silo could not answer; its log says why\n", context.RequestAborted);
            }
            else
            {
                context.Abort();
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;
}
