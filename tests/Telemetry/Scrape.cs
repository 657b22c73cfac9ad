using System.Globalization;
using Covenant.Silo.Http;
using Covenant.Silo.Telemetry;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Telemetry;

/// <summary>One look at a silo's metrics, as Prometheus takes them.</summary>
internal sealed class Scrape
{
    private readonly string[] _lines;

    private Scrape(string text) => _lines = text.Split('\n');

    public static async Task<Scrape> TakeAsync(RunningSilo silo)
    {
        using var client = new HttpClient { BaseAddress = silo.Services.GetRequiredService<HttpServer>().Address };
        return new Scrape(await client.GetStringAsync(new Uri(PrometheusEndpoint.Path, UriKind.Relative), TestContext.Current.CancellationToken));
    }

    /// <summary>The values of the metric's series that have all these labels.</summary>
    public List<double> Values(string name, params (string Name, string Value)[] labels) =>
        [.. _lines.Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
            .Where(line => Array.TrueForAll(labels, label => line.Contains($"{label.Name}=\"{label.Value}\"", StringComparison.Ordinal)))
            .Select(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture))];
}
