namespace Covenant.Silo.Hosting;

internal static class FailureDetection
{
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(5);
}
