using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace Covenant.Silo.Storage;

/// <summary>Grain state in Redis, by Orleans' provider, in Orleans' binary form.</summary>
internal static class RedisStorage
{
    public static void Add(ISiloBuilder silo, string name)
    {
        var written = name + ".orleans";
        silo.Services.AddSingleton<RedisStart>();
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            name, (services, _) => ActivatorUtilities.CreateInstance<RedisRows>(services, services.GetRequiredKeyedService<IGrainStorage>(written)));
        silo.AddRedisGrainStorage(
            written, (OptionsBuilder<RedisStorageOptions> redis) => redis.Configure<IOptions<StateOptions>, Serializer, RedisStart>(Configure));
    }

    private static void Configure(RedisStorageOptions redis, IOptions<StateOptions> state, Serializer serializer, RedisStart start)
    {
        redis.ConfigurationOptions = ConfigurationOptions.Parse(state.Value.ConnectionString!);
        redis.GrainStorageSerializer = new HoldableSerializer(serializer);
        redis.DeleteStateOnClear = true;
        redis.GetStorageKey = start.KeyOf;
        redis.CreateMultiplexer = options => start.ConnectAsync(options.ConfigurationOptions!);
    }
}

/// <summary>The one connection to Redis, for whoever writes rows and whoever reads them.</summary>
internal sealed class RedisStart(IOptions<StateOptions> state, IOptions<ClusterOptions> cluster, StorageStart start)
{
    private const string NoEviction = "noeviction";

    private readonly string _prefix = $"{cluster.Value.ServiceId}/{state.Value.Table}";
    private IDatabase? _database;

    public IDatabase Database => _database ?? throw new StateException("Redis is not connected yet");

    public RedisKey KeyOf(string stateName, GrainId grain) => $"{_prefix}/{stateName}/{grain}";

    // That it is there is asked for once, so that a wrong password ends the silo; after that the client comes back by itself.
    public async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ConnectAsync(ConfigurationOptions redis)
    {
        redis.AbortOnConnectFail = true;
        var where = string.Join(',', redis.EndPoints.Select(Named));
        var connection = await start.RunAsync(where, () => ConnectWhereNothingIsEvictedAsync(redis), IsRefusal);
        _database = connection.GetDatabase();
        return (connection, false);
    }

    // INFO says it, too, where CONFIG is forbidden. A policy that evicts does nothing while there is no bound; that it will is said.
    private async Task<IConnectionMultiplexer> ConnectWhereNothingIsEvictedAsync(ConfigurationOptions redis)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        try
        {
            await RefuseEvictionAsync(connection);
            return connection;
        }
        catch (Exception)
        {
            // It is asked again, with another one.
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task RefuseEvictionAsync(ConnectionMultiplexer connection)
    {
        foreach (var server in connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            var memory = await MemoryOfAsync(server);
            if (memory is null)
            {
                start.MayEvict(Named(server.EndPoint) ?? "", "it does not say its `maxmemory-policy`; it must be `noeviction`");
            }
            else if (memory.GetValueOrDefault("maxmemory_policy", NoEviction) is not NoEviction and var policy)
            {
                var isBounded = memory.GetValueOrDefault("maxmemory", "0") != "0";
                if (isBounded)
                {
                    throw new EvictionException($"its `maxmemory-policy` is `{policy}`, so it may throw away what is stored; set it to `{NoEviction}`");
                }

                start.MayEvict(Named(server.EndPoint) ?? "", $"its `maxmemory-policy` is `{policy}`, which throws away what is stored as soon as `maxmemory` is set; set it to `{NoEviction}`");
            }
        }
    }

    // The client's own method for it wants rights that the rest of what is done here does not need.
    /// <returns>Null where it may not be asked.</returns>
    private static async Task<Dictionary<string, string>?> MemoryOfAsync(IServer server)
    {
        try
        {
            var lines = ((string?)await server.ExecuteAsync("INFO", "memory") ?? "").Split('\n', StringSplitOptions.TrimEntries);
            return lines.Select(line => line.Split(':', 2)).Where(line => line.Length == 2).DistinctBy(line => line[0]).ToDictionary(line => line[0], line => line[1], StringComparer.Ordinal);
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private static string? Named(EndPoint endpoint) => endpoint is DnsEndPoint named ? $"{named.Host}:{named.Port}" : endpoint.ToString();

    private static bool IsRefusal(Exception failure) => failure is EvictionException or RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure };
}

/// <summary>A Redis that may throw away what is stored.</summary>
internal sealed class EvictionException(string reason) : Exception(reason);
