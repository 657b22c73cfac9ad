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
        return (await start.RunAsync(string.Join(',', redis.EndPoints.Select(Named)), () => ConnectionMultiplexer.ConnectAsync(redis), IsRefusal), false);
    }

    private static string? Named(EndPoint endpoint) => endpoint is DnsEndPoint named ? $"{named.Host}:{named.Port}" : endpoint.ToString();

    private static bool IsRefusal(Exception failure) => failure is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure };
}
