namespace Covenant.Tests.Storage;

/// <summary>How a write ended.</summary>
internal static class Outcome
{
    /// <summary>Null where it is written.</summary>
    public static async Task<Exception?> OfAsync(Task write)
    {
        await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return write.Exception?.InnerException;
    }
}
