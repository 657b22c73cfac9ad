using System.Net;
using Covenant.Silo.Kafka;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace Covenant.Silo.Hosting;

/// <summary>The silo as one of a cluster: how it finds the others, where they find it, when one counts as dead, and how long its grains stay in memory.</summary>
internal static class ClusterServices
{
    // Where other silos' grains are; each costs some 20 bytes from the beginning, and by default there is room for a million.
    private const int RememberedPlacesMax = 100_000;

    private const int UsualPort = 11_111;

    /// <summary>What has to be there before the silo starts: call it before Orleans is added.</summary>
    public static void AddClusterConnection(this IServiceCollection services, IConfiguration configuration)
    {
        if (IsRedis(configuration))
        {
            services.AddSingleton<ClusterRedis>();
            services.AddHostedService(provider => provider.GetRequiredService<ClusterRedis>());
        }
    }

    public static void AddCluster(this ISiloBuilder silo)
    {
        var services = silo.Services;
        if (IsRedis(silo.Configuration))
        {
            silo.UseRedisClustering(_ => { });
            services.AddOptions<RedisClusteringOptions>().Configure<IOptions<ClusterOptions>, IServiceProvider>((redis, cluster, provider) =>
            {
                redis.ConfigurationOptions = StackExchange.Redis.ConfigurationOptions.Parse(cluster.Value.ConnectionString!);
                redis.CreateMultiplexer = _ => Task.FromResult((provider.GetRequiredService<ClusterRedis>().Connection, IsShared: true));
            });
        }
        else
        {
            silo.UseLocalhostClustering();
            services.AddOptions<DevelopmentClusterMembershipOptions>().Configure<IOptions<EndpointOptions>>(
                (membership, endpoint) => membership.PrimarySiloEndpoint = new IPEndPoint(IPAddress.Loopback, endpoint.Value.SiloPort));
        }

#pragma warning disable ORLEANSEXP003 // The usual directory forgets, with a silo that leaves, where the grains of others live, and ends those: see README.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        AddEndpoint(services);
        services.AddSingleton<SiloIdentity>();
        services.AddSingleton<IFatalErrorHandler, FatalErrors>();
        services.AddOptions<SiloOptions>().Configure<SiloIdentity>((options, identity) => options.SiloName = identity.Name);
        services.AddOptions<Orleans.Configuration.ClusterOptions>().Configure<IOptions<ClusterOptions>>(
            (options, cluster) => (options.ClusterId, options.ServiceId) = (cluster.Value.ClusterId, cluster.Value.ServiceId));
        services.Configure<ClusterMembershipOptions>(FailureDetection.Set);
        services.Configure<GrainDirectoryOptions>(FailureDetection.Set);
        services.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = RememberedPlacesMax);
        services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = FailureDetection.ResponseTimeout);
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<GrainOptions>>((collection, grains) => grains.Value.ApplyTo(collection));
    }

    // What cannot be read is told with all other mistakes, before anything starts.
    private static bool IsRedis(IConfiguration configuration) =>
        Enum.TryParse<ClusterProvider>(configuration[$"{ClusterOptions.Section}:{nameof(ClusterOptions.Provider)}"], ignoreCase: true, out var provider) && provider == ClusterProvider.Redis;

    private static void AddEndpoint(IServiceCollection services) =>
        services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterOptions>, IOptions<KafkaOptions>>((endpoint, cluster, kafka) =>
        {
            var port = cluster.Value.Port ?? (kafka.Value.IsEmbedded ? 0 : UsualPort);
            endpoint.SiloPort = port == 0 ? SiloPort.Free() : port;
            endpoint.AdvertisedIPAddress = cluster.Value.Address is { } address ? IPAddress.Parse(address) : endpoint.AdvertisedIPAddress;

            // Grains are called from within the silo alone; no client needs a way in.
            endpoint.GatewayPort = 0;
        });
}
