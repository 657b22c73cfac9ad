using System.Collections.Concurrent;
using Covenant.Silo.Hosting;
using Covenant.Silo.Http;
using Covenant.Silo.Kafka;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Covenant.Tests.Kafka;

/// <summary>A silo on a real broker of which any call into a Kafka client can be made to hang, and what it says of that.</summary>
internal sealed class HangingSilo : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<(string Client, string Call), ManualResetEventSlim> _armed = new();
    private volatile Action<string, string>? _refuses;
    private readonly ConcurrentDictionary<(string Client, string Call), ManualResetEventSlim> _gates = new();
    private readonly ConcurrentBag<string> _said = [];
    private readonly IHost _host;

    private HangingSilo(string address, string group, string[] settings)
    {
        Group = group;
        var builder = SiloHost.CreateBuilder(
            [$"--Covenant:Kafka:group.id={group}", "--Covenant:Cluster:Port=0", "--Covenant:Http:Port=0", "--Logging:LogLevel:Covenant=Warning", $"--Covenant:Kafka:bootstrap.servers={address}", .. settings]);
        builder.Services.AddLoops();
        builder.Logging.ClearProviders().AddProvider(this);
        _host = builder.Build();
        Services.GetRequiredService<ClientCalls>().Beginning += Hang;
    }

    public IServiceProvider Services => _host.Services;

    public string Group { get; }

    public static async Task<HangingSilo> StartAsync(string address, string group, params string[] settings)
    {
        var silo = new HangingSilo(address, group, settings);
        await silo._host.StartAsync(TestContext.Current.CancellationToken);
        return silo;
    }

    /// <summary>The next such call hangs, and only that one, until all are let go.</summary>
    public void HangNext(string client, string call) => _armed[(client, call)] = new ManualResetEventSlim();

    /// <summary>Called before each call; null for nothing.</summary>
    public void Refuse(Action<string, string>? refuses) => _refuses = refuses;

    public bool Hangs(string client, string call) => !_armed.ContainsKey((client, call));

    /// <summary>Whether a line of the log has all of these.</summary>
    public bool HasSaid(params string[] parts) => _said.Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));

    /// <summary>Waits for a condition; where it does not come to hold, what the silo said is shown.</summary>
    public async Task EventuallyAsync(string condition, Func<bool> holds)
    {
        try
        {
            await Eventually.HoldsAsync(condition, holds);
        }
        catch (Xunit.Sdk.TrueException) when (Show())
        {
            throw;
        }
    }

    public void LetGo()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Set();
        }
    }

    public void LetGo(string client, string call) => _gates[(client, call)].Set();

    public async Task<string> HealthAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = Services.GetRequiredService<HttpServer>().Address };
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _said.Add(formatter(state, exception));

    public void Dispose()
    {
    }

    private bool Show()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"`{Group}` said:\n{string.Join('\n', _said.Reverse())}");
        return true;
    }

    private void Hang(string client, string call)
    {
        _refuses?.Invoke(client, call);
        if (_armed.TryRemove((client, call), out var gate))
        {
            _gates[(client, call)] = gate;
            gate.Wait();
        }
    }
}
