using Covenant.Silo.Hosting;
using Covenant.Silo.Settings;

namespace Covenant.Tests.Hosting;

/// <summary>What is wrong with the settings of a cluster, in one line each.</summary>
public sealed class ClusterOptionsTests
{
    [Fact]
    public void Alone_nothing_has_to_be_set() => Assert.Empty(Mistakes(new ClusterOptions()));

    [Fact]
    public void Redis_with_an_address_is_enough() =>
        Assert.Empty(Mistakes(new ClusterOptions { Provider = ClusterProvider.Redis, ConnectionString = "localhost:6379", Address = "10.0.0.5", Name = "silo-1" }));

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData(" ", "is missing")]
    [InlineData("abortConnect=false", "names no address")]
    [InlineData("localhost:6379,password=secret,nonsense=1", "cannot be read")]
    public void Redis_needs_an_address_and_its_password_is_never_told(string? connection, string said)
    {
        var mistake = Assert.Single(Mistakes(new ClusterOptions { Provider = ClusterProvider.Redis, ConnectionString = connection }));
        Assert.Contains(said, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_Redis_that_nothing_uses_is_a_mistake() =>
        Assert.Contains("nothing uses it", Assert.Single(Mistakes(new ClusterOptions { ConnectionString = "localhost:6379" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("name\n")]
    public void A_name_is_plain(string name) => Assert.Single(Mistakes(new ClusterOptions { Name = name }));

    [Theory]
    [InlineData("here")]
    [InlineData("0.0.0.0")]
    public void An_address_is_one_that_others_reach(string address) => Assert.Single(Mistakes(new ClusterOptions { Address = address }));

    private static IEnumerable<string> Mistakes(ClusterOptions options) =>
        new AnnotatedOptionsValidator<ClusterOptions>(ClusterOptions.Section).Validate(null, options).Failures ?? [];
}
