using Orleans.Storage;

namespace Covenant.Silo.Hosting;

/// <summary>Why something failed, in a line that an operator can read: Orleans and the storage clients put stacks and types into their messages.</summary>
internal static class Reason
{
    private const int CharactersMax = 300;

    public static string Of(Exception failed) => failed switch
    {
        AggregateException several => Of(several.GetBaseException()),
        InconsistentStateException => "storage has a newer version of the state than this silo has seen: an earlier write of its own got in whose outcome it was not told, or another silo wrote it",
        TimeoutException => "no answer in time",
        OrleansException { InnerException: { } inner } => Of(inner),
        OrleansException => "a silo that has some of its customers does not answer",
        _ => FirstLine(failed.GetBaseException().Message),
    };

    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].TrimEnd('\r', ' ', '.');
        return line.Length <= CharactersMax ? line : $"{line[..CharactersMax]}...";
    }
}
