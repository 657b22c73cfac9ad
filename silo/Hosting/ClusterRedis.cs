using System.Net;
using Covenant.Silo.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Covenant.Silo.Hosting;

/// <summary>
/// The connection to the Redis by which silos find each other. Started before the silo, it waits until Redis answers: an operator who starts everything at once
/// expects no order. Says once that Redis went away and once that it is back.
/// </summary>
internal sealed partial class ClusterRedis(IOptions<ClusterOptions> options, IOptions<StateOptions> state, TimeProvider clock, ILogger<ClusterRedis> logger) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ConfigurationOptions _settings = ConfigurationOptions.Parse(options.Value.ConnectionString!);
    private ConnectionMultiplexer? _connection;
    private int _isAway;

    /// <summary>Where Redis is, for people.</summary>
    public string Address => string.Join(',', _settings.EndPoints.Select(endpoint => endpoint is DnsEndPoint named ? $"{named.Host}:{named.Port}" : endpoint.ToString()));

    public bool IsAway => Volatile.Read(ref _isAway) == 1;

    /// <summary>There once this was started.</summary>
    public IConnectionMultiplexer Connection => _connection!;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (state.Value.Provider is StateProvider.Memory)
        {
            Forgetful();
        }

        _settings.AbortOnConnectFail = true;
        while (_connection is null)
        {
            try
            {
                _connection = await ConnectionMultiplexer.ConnectAsync(_settings).WaitAsync(cancellationToken);
            }
            catch (RedisConnectionException away)
            {
                Away(away.FailureType);
                await Task.Delay(AskAgainAfter, clock, cancellationToken);
            }
        }

        Here();
        _connection.ConnectionFailed += (_, failed) => Away(failed.FailureType);
        _connection.ConnectionRestored += (_, _) => Here();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    private void Away(ConnectionFailureType failure)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            WentAway(Address, failure switch
            {
                ConnectionFailureType.AuthenticationFailure => "it refuses the password",
                ConnectionFailureType.UnableToConnect or ConnectionFailureType.UnableToResolvePhysicalConnection => "no connection",
                _ => "the connection broke",
            });
        }
    }

    private void Here()
    {
        if (Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            CameBack(Address);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "redis at `{Address}` does not answer ({Reason}); trying on until it does")]
    private partial void WentAway(string address, string reason);

    [LoggerMessage(2, LogLevel.Warning, "redis at `{Address}` answers again")]
    private partial void CameBack(string address);

    [LoggerMessage(3, LogLevel.Warning, "silos share customers, and this one keeps what it counts in memory: it is forgotten with each silo that ends; set `Covenant:State:Provider`")]
    private partial void Forgetful();
}
