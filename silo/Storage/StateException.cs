namespace Covenant.Silo.Storage;

/// <summary>Storage did not do what it was asked to, and says why in one line. Whether a write is in may not be known; the next one that meets it finds out.</summary>
internal sealed class StateException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The first line of what another said.</summary>
    public static string LineOf(Exception other) => other.Message.Split('\n', 2)[0].TrimEnd();
}
