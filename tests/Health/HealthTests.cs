using System.Net;
using System.Text.Json;
using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Http;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Covenant.Tests.Health;

/// <summary>What a silo on its own broker answers about itself, over its life.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_silo_is_ready_while_it_judges_and_alive_until_it_is_gone()
    {
        await using var silo = await RunningSilo.StartAsync(null, "health");
        using var client = Client(silo);
        var readiness = silo.Services.GetRequiredService<Readiness>();
        await BecomesReadyAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, HealthEndpoints.Startup)).Code);

        var partition = new TopicPartition("other", 7);
        readiness.Assign([partition]);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), await AskAsync(client, HealthEndpoints.Ready));
        readiness.Recovered(partition);
        Assert.Equal((HttpStatusCode.OK, "healthy"), await AskAsync(client, HealthEndpoints.Ready));

        // From here on services stop, one after the other; none has yet.
        silo.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), await AskAsync(client, HealthEndpoints.Ready));
        Assert.Equal((HttpStatusCode.OK, "healthy"), await AskAsync(client, HealthEndpoints.Live));
    }

    [Fact]
    public async Task A_failure_of_the_judge_degrades_the_silo_until_it_is_acknowledged()
    {
        await using var silo = await RunningSilo.StartAsync(null, "health-judge");
        using var client = Client(silo);
        await BecomesReadyAsync(client);

        silo.Services.GetRequiredService<Degradations>().Add("judge failed at partition 0, offset 17");
        Assert.Equal((HttpStatusCode.OK, "degraded"), await AskAsync(client, HealthEndpoints.Ready));

        using var acknowledged = await client.PostAsync(new Uri(HealthEndpoints.Acknowledge, UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal("1 failures acknowledged\n", await acknowledged.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((HttpStatusCode.OK, "healthy"), await AskAsync(client, HealthEndpoints.Ready));
    }

    private static HttpClient Client(RunningSilo silo) => new() { BaseAddress = silo.Services.GetRequiredService<HttpServer>().Address };

    private static Task BecomesReadyAsync(HttpClient client) =>
        Eventually.HoldsAsync("the silo is ready", () => AskAsync(client, HealthEndpoints.Ready).GetAwaiter().GetResult().Code == HttpStatusCode.OK);

    private static async Task<(HttpStatusCode Code, string? Status)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, body.RootElement.GetProperty("status").GetString());
    }
}
