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
    private const string NoEviction = "noeviction";

    public static void Add(ISiloBuilder silo, string name) => silo.AddRedisGrainStorage(
        name,
        (OptionsBuilder<RedisStorageOptions> redis) => redis.Configure<IOptions<StateOptions>, IOptions<ClusterOptions>, Serializer, StorageStart>(Configure));

    private static void Configure(RedisStorageOptions redis, IOptions<StateOptions> state, IOptions<ClusterOptions> cluster, Serializer serializer, StorageStart start)
    {
        var prefix = $"{cluster.Value.ServiceId}/{state.Value.Table}";
        redis.ConfigurationOptions = ConfigurationOptions.Parse(state.Value.ConnectionString!);
        redis.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        redis.DeleteStateOnClear = true;
        redis.GetStorageKey = (stateName, grain) => $"{prefix}/{stateName}/{grain}";
        redis.CreateMultiplexer = options => ConnectAsync(options.ConfigurationOptions!, start);
    }

    // That it is there is asked for once, so that a wrong password ends the silo; after that the client comes back by itself.
    private static async Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> ConnectAsync(ConfigurationOptions redis, StorageStart start)
    {
        redis.AbortOnConnectFail = true;
        return (await start.RunAsync(string.Join(',', redis.EndPoints.Select(Named)), () => ConnectWhereNothingIsEvictedAsync(redis, start), IsRefusal), false);
    }

    // INFO says it, too, where CONFIG is forbidden. A policy that evicts does nothing while there is no bound; that it will is said.
    private static async Task<IConnectionMultiplexer> ConnectWhereNothingIsEvictedAsync(ConfigurationOptions redis, StorageStart start)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        try
        {
            await RefuseEvictionAsync(connection, start);
            return connection;
        }
        catch (Exception)
        {
            // It is asked again, with another one.
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task RefuseEvictionAsync(ConnectionMultiplexer connection, StorageStart start)
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
