using System.Net;
using Covenant.Silo.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Silo.Health;

/// <summary>The silo's health by HTTP: 200 where it is healthy or degraded, 503 where it is not.</summary>
internal sealed partial class HealthEndpoints(HealthCheckService checks, Degradations degradations, ILogger<HealthEndpoints> logger) : IHttpEndpoints
{
    public const string Startup = "/health/startup";

    public const string Ready = "/health/ready";

    public const string Live = "/health/live";

    public const string Acknowledge = "/health/acknowledge";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { Startup, Ready, Live })
        {
            routes.MapGet(path, context => CheckAsync(context, path));
        }

        routes.MapPost(Acknowledge, AcknowledgeAsync);
    }

    // A check's tags are the paths that it is asked for.
    private async Task CheckAsync(HttpContext context, string path)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(path), context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        await HealthReply.WriteAsync(context, report);
    }

    // Only from this machine: whoever may look at the health of a silo may not therefore make its failures unseen.
    private Task AcknowledgeAsync(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } from || !IPAddress.IsLoopback(from))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("failures are acknowledged from the silo's own machine only\n", context.RequestAborted);
        }

        var count = degradations.Acknowledge();
        Acknowledged(count);
        return context.Response.WriteAsync($"{count} failures acknowledged\n", context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Warning, "the operator acknowledged {Count} failures")]
    private partial void Acknowledged(long count);
}
