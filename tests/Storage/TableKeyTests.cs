using Covenant.Silo.Storage.AzureTables;
using Orleans.Runtime;

namespace Covenant.Tests.Storage;

/// <summary>Where a grain's row lies, for ever: what is stored is found by it.</summary>
public sealed class TableKeyTests
{
    [Theory]
    [InlineData("customer", "paypal/c-1", "4", "customer:customer:paypal=2Fc-1")]
    [InlineData("customer", "a=b", "1", "customer:customer:a=3Db")]
    [InlineData("customer:x", "é~", "5", "customer=3Ax:customer:=C3=A9=7E")]
    [InlineData("institution", "A-Z_a.z", "5", "institution:customer:A-Z_a.z")]
    public void A_key_lies_where_it_always_lay(string state, string key, string partition, string row) =>
        Assert.Equal(new TableKey(partition, row), TableKey.Of(state, GrainId.Create("customer", key)));

    [Fact]
    public void A_long_key_is_its_start_and_its_hash()
    {
        var key = TableKey.Of("customer", GrainId.Create("customer", new string('k', 600)));

        Assert.Equal(512, key.Row.Length);
        Assert.Equal($"customer:customer:{new string('k', 429)}~3CC31A8A013401497856E9867BB8EE030D700C87C6840A09B3374583652CCC74", key.Row);
    }

    [Fact]
    public void Keys_are_spread_over_every_bucket()
    {
        var buckets = Enumerable.Range(0, 8_000).Select(number => TableKey.Of("customer", GrainId.Create("customer", $"paypal/{number}")).Partition).GroupBy(partition => partition).ToList();

        Assert.Equal(Enumerable.Range(0, TableKey.Buckets).Select(TableKey.PartitionOf), buckets.Select(bucket => bucket.Key).Order(StringComparer.Ordinal));
        Assert.All(buckets, bucket => Assert.InRange(bucket.Count(), 850, 1_150));
    }
}
