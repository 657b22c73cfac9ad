namespace Covenant.Silo.Hosting;

/// <summary>
/// What Orleans cannot go on after, above all that the others declared this silo dead while it hung. Orleans' own way is to tear the process down with a stack
/// trace; ours is one line and the usual stop, for what a silo of the past still does reaches nobody: its group has moved on, and storage refuses its writes.
/// </summary>
internal sealed class FatalErrors(SiloExit exit) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        var reason = (exception?.GetBaseException().Message ?? context ?? "").ReplaceLineEndings(" ");
        exit.Fail($"this silo is out of the cluster, as happens to one that hung until the others declared it dead; start it again ({reason})");
    }
}
