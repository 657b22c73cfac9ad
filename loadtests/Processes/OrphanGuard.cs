using System.Diagnostics;

namespace Covenant.LoadTests.Processes;

/// <summary>
/// A shell that reads from us and kills what we started once we are gone, however we ended: a broker that outlives its test would hold its port and memory.
/// </summary>
/// <remarks>The kernel's own signal at a parent's death counts the thread that started the child as the parent, and a pool's thread comes and goes.</remarks>
internal static class OrphanGuard
{
    private const string Script = """
        trap '' INT TERM
        watched=' '
        while read -r what process; do
          case $what in
            watch) watched="$watched$process " ;;
            forget) watched="${watched%% $process *} ${watched#* $process }" ;;
          esac
        done
        [ "$watched" = ' ' ] || kill -KILL $watched 2> /dev/null
        """;

    private static readonly Lazy<Process> Shell = new(() => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true })!);

    public static void Watch(int process) => Tell("watch", process);

    public static void Forget(int process) => Tell("forget", process);

    private static void Tell(string what, int process)
    {
        lock (Shell)
        {
            Shell.Value.StandardInput.WriteLine($"{what} {process}");
            Shell.Value.StandardInput.Flush();
        }
    }
}
