using System.Net;
using Covenant.Silo.Health;
using Covenant.Silo.Http;
using Covenant.Silo.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.Health;

/// <summary>What the server makes of a part that fails, and of requests that are larger than any that it answers.</summary>
public sealed class HttpBorderTests : IAsyncLifetime
{
    private readonly Degradations _degradations = new();
    private readonly HttpServer _server;
    private readonly HttpClient _client = new();

    public HttpBorderTests() => _server = new HttpServer(
        Options.Create(new HttpOptions { Address = "127.0.0.1", Port = 0 }), Options.Create(new KafkaOptions()), [new Parts()],
        new CaughtFaults(_degradations, NullLogger<CaughtFaults>.Instance), NullLoggerFactory.Instance);

    public async ValueTask InitializeAsync() => await _server.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_that_fails_is_that_requests_failure_and_the_next_one_is_answered()
    {
        Assert.Equal((HttpStatusCode.InternalServerError, "the silo could not answer; its log says why\n"), await AskAsync("fails"));
        Assert.Equal(["an answer by HTTP failed by a fault of Covenant's own (`FormatException`)"], _degradations.Reasons);
        Assert.Equal((HttpStatusCode.OK, "fine"), await AskAsync("fine"));
    }

    [Fact]
    public async Task A_body_that_nobody_asked_for_is_refused()
    {
        using var body = new ByteArrayContent(new byte[1 << 20]);
        using var answer = await _client.PostAsync(new Uri(_server.Address, "/reads"), body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(_degradations.Reasons);
    }

    private async Task<(HttpStatusCode Code, string Text)> AskAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(_server.Address, path), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Parts : IHttpEndpoints
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapGet("/fails", context => throw new FormatException("a fault that no test has found"));
            routes.MapGet("/fine", context => context.Response.WriteAsync("fine", context.RequestAborted));
            routes.MapPost("/reads", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        }
    }
}
