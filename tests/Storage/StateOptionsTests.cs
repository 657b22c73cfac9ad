namespace Covenant.Tests.Storage;

/// <summary>What is wrong with the settings of grain state, in one line each.</summary>
public sealed class StateOptionsTests
{
    private const string Account = "DefaultEndpointsProtocol=https;AccountName=bank;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

    [Fact]
    public void Nothing_has_to_be_set() => Assert.Empty(Services.MistakesIn());

    [Theory]
    [InlineData("Redis", "ConnectionString", "localhost:6379,password=secret")]
    [InlineData("redis", "ConnectionString", "localhost:6379")]
    [InlineData("AzureTables", "ConnectionString", Account)]
    [InlineData("AzureTables", "ConnectionString", "UseDevelopmentStorage=true")]
    [InlineData("AzureTables", "ServiceUri", "https://bank.table.core.windows.net")]
    public void A_storage_and_where_it_is_are_enough(string provider, string setting, string value) =>
        Assert.Empty(Services.MistakesIn(("Provider", provider), (setting, value)));

    [Theory]
    [InlineData("Redis", "such as `localhost:6379`")]
    [InlineData("AzureTables", "or set `Covenant:State:ServiceUri`")]
    public void A_storage_without_its_place_is_told_what_to_give(string provider, string said) =>
        Assert.Contains(said, Assert.Single(Services.MistakesIn(("Provider", provider))), StringComparison.Ordinal);

    [Theory]
    [InlineData("Memory", "ConnectionString", "localhost:6379", "does not use it")]
    [InlineData("Memory", "ServiceUri", "https://bank.table.core.windows.net", "does not use it")]
    [InlineData("AzureTables", "ServiceUri", "http://bank.table.core.windows.net", "it must be an address such as")]
    [InlineData("AzureTables", "ServiceUri", "bank", "it must be an address such as")]
    [InlineData("Memory", "Table", "a", "3 to 63 letters and digits")]
    [InlineData("Memory", "Table", "1table", "3 to 63 letters and digits")]
    [InlineData("Memory", "Table", "my-table", "3 to 63 letters and digits")]
    [InlineData("Memory", "RetryFor", "00:00:00.5", "between `00:00:01` and `00:10:00`")]
    [InlineData("Memory", "RetryFor", "00:10:01", "between `00:00:01` and `00:10:00`")]
    public void A_wrong_setting_is_one_line_that_names_it(string provider, string setting, string value, string said)
    {
        var mistake = Assert.Single(Services.MistakesIn(("Provider", provider), (setting, value)));
        Assert.StartsWith($"`Covenant:State:{setting}` is", mistake, StringComparison.Ordinal);
        Assert.Contains(said, mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Redis", "localhost:6379,password=secret,nonsense=1")]
    [InlineData("AzureTables", "AccountName=bank;AccountKey=secret!")]
    public void A_password_in_what_cannot_be_read_is_never_told(string provider, string connection)
    {
        var mistake = Assert.Single(Services.MistakesIn(("Provider", provider), ("ConnectionString", connection)));
        Assert.StartsWith("`Covenant:State:ConnectionString`", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_has_one_place() =>
        Assert.Contains("are both set", Assert.Single(Services.MistakesIn(("Provider", "AzureTables"), ("ConnectionString", Account), ("ServiceUri", "https://bank.table.core.windows.net"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("OrleansAzureTable")]
    [InlineData("OrleansAzureBlob")]
    public void What_was_not_built_in_says_how_to_build_it(string provider)
    {
        Assert.SkipWhen(Covenant.Silo.Storage.OrleansAzureStorage.IsBuiltIn, "this build has Orleans' own providers for Azure");
        Assert.Contains("/p:OrleansAzureStorage=true", Assert.Single(Services.MistakesIn(("Provider", provider), ("ConnectionString", Account))), StringComparison.Ordinal);
    }
}
