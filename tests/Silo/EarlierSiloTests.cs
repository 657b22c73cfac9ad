using Confluent.Kafka;
using Covenant.Grains.Delivery;
using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Covenant.Tests.Silo;

/// <summary>Rolling upgrades: silos of an earlier version in the cluster, and what they leave behind.</summary>
public sealed class EarlierSiloTests(RedisFixture redis)
{
    // Of ten events the last five violate it.
    private const string Clauses = "  - id: five\n    limit: { count: 5, total: true, per: institution }\n";

    private static readonly TopicPartition First = new(TopicNames.Events, 0);

    [Fact]
    public async Task A_silo_announces_what_it_reads_and_parts_its_steps()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var silo = await run.SiloAsync();
        var local = silo.Services.GetRequiredService<IClusterManifestProvider>().LocalGrainManifest;
        Assert.Equal(ReadsFormatAttribute.Now, ReadsFormatAttribute.Of(local));
        await Eventually.HoldsAsync("the cluster is of this version", () => silo.Services.GetRequiredService<ClusterFormats>().AllReadNow);
    }

    [Fact]
    public async Task While_one_is_there_limits_over_all_customers_are_told_with_the_partition_s_position()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using (var silo = await run.SiloAsync(services => services.AddSingleton<IGrainPropertiesProvider, AnnouncesNothing>()))
        {
            Assert.False(silo.Services.GetRequiredService<ClusterFormats>().AllReadNow);
            var bank = new Bank(silo, LogFaultRun.Institution);
            await bank.AgreesAsync(1, Clauses);
            run.Write(bank, 0, 10);
            await run.TellsAsync(LogFaultRun.Events(5, 5));

            // One telling has both: what a silo that knows one position alone would find.
            var positions = silo.Services.GetRequiredService<PublishedPositions>();
            Assert.Equal(positions.Read([First])[First]!.Value.Offset, positions.ReadInstitutions([First])[First]!.Value.Offset);
            run.Write(bank, 10, 5);
            await run.TellsAsync(LogFaultRun.Events(5, 10));
        }

        // The last one has gone, and what follows is told apart.
        await using (var silo = await run.SiloAsync())
        {
            run.Write(new Bank(silo, LogFaultRun.Institution), 15, 5);
            await run.TellsAsync(LogFaultRun.Events(5, 15));
        }
    }

    [Fact]
    public async Task A_position_that_one_left_where_it_was_tells_no_limit_twice()
    {
        await using var run = await LogFaultRun.StartAsync(redis);
        await using var silo = await run.SiloAsync();
        var bank = new Bank(silo, LogFaultRun.Institution);
        await bank.AgreesAsync(1, Clauses);
        run.Write(bank, 0, 10);
        await run.TellsAsync(LogFaultRun.Events(5, 5));

        // It moved the partition's own position, and was killed before a checkpoint; its row has nothing of this one's.
        Commit(run, new TopicPartitionOffset(First, 0));
        await UnreadablePartitionTests.ChangeAsync(silo, First, stored => (stored.Checkpoint, stored.InstitutionsFrom) = (0, null));
        run.Write(bank, 10, 5);
        await run.TellsAsync(LogFaultRun.Events(5, 10));
        await Eventually.HoldsAsync("all is told", () => silo.Kafka.IsDone(silo.Group, TopicNames.Events));
        await run.TellsAsync(LogFaultRun.Events(5, 10));
    }

    private static void Commit(LogFaultRun run, TopicPartitionOffset position)
    {
        using var group = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = run.Address, GroupId = "faults.institutions" }).SetLogHandler((_, _) => { }).Build();
        group.Commit([position]);
    }

    /// <summary>As a silo that knows no formats.</summary>
    private sealed class AnnouncesNothing : IGrainPropertiesProvider
    {
        public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties) => properties.Remove("covenant.reads-format");
    }
}
