using System.Text;
using Covenant.Silo.Cohorts;
using Microsoft.Extensions.Options;

namespace Covenant.Tests.Silo;

public sealed class CohortLayoutTests
{
    // The numbers of Apache Kafka's own tests of its hash (org.apache.kafka.common.utils.UtilsTest).
    [Theory]
    [InlineData("21", -973_932_308)]
    [InlineData("foobar", -790_332_482)]
    [InlineData("a-little-bit-long-string", -985_981_536)]
    [InlineData("a-little-bit-longer-string", -1_486_304_829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971)]
    [InlineData("abc", 479_470_107)]
    public void Murmur2_is_that_of_Kafkas_clients(string key, int expected) => Assert.Equal(expected, (int)Murmur2.Hash(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(64)]
    public void All_customers_of_a_cohort_are_of_one_partition_where_the_partitions_divide_the_cohorts(int partitions)
    {
        var layout = new CohortLayout(Options.Create(new CohortOptions()));
        foreach (var customer in Enumerable.Range(0, 1_000).Select(number => $"c-{number}"))
        {
            var partition = (Murmur2.Hash(Encoding.UTF8.GetBytes($"acme/{customer}")) & 0x7FFF_FFFF) % (uint)partitions;

            Assert.Equal(partition, (uint)layout.Of("acme", customer) % (uint)partitions);
        }
    }

    [Fact]
    public void Crc32_is_librdkafkas() =>
        Assert.Equal(0xCBF4_3926 % 4_800, (uint)new CohortLayout(Options.Create(new CohortOptions { Partitioner = Partitioner.Crc32 })).Of("123456789"u8));
}
