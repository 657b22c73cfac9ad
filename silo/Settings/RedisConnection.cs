using StackExchange.Redis;

namespace Covenant.Silo.Settings;

/// <summary>A connection string of Redis, as a setting.</summary>
internal static class RedisConnection
{
    public const string Example = "give an address such as `localhost:6379`";

    /// <summary>What is wrong with it, and never its value, for it may hold a password; null where nothing is.</summary>
    public static string? MistakeIn(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection).EndPoints.Count > 0 ? null : $"names no address; {Example}";
        }
        catch (Exception)
        {
            // Its parser promises nothing of what it throws.
            return $"cannot be read; {Example}, with StackExchange.Redis' options after commas";
        }
    }
}
