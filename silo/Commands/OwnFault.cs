using System.Diagnostics;

namespace Covenant.Silo.Commands;

/// <summary>A fault of Covenant's own as a command tells it: in one line, with what its authors need to find it.</summary>
internal static class OwnFault
{
    /// <param name="what">What failed, in words.</param>
    public static string In(string what, Exception fault)
    {
        var inner = fault.GetBaseException();
        var method = new StackTrace(inner).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(method => method?.DeclaringType?.Namespace?.StartsWith("Covenant.", StringComparison.Ordinal) == true);
        var where = method is null ? "" : $" in `{method.DeclaringType!.Name}.{method.Name}`";
        return $"{what} failed by a fault of Covenant's own (`{inner.GetType().Name}`{where}); report it with what it was given";
    }
}
