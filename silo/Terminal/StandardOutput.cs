using Covenant.Contracts.Showing;
using Microsoft.Win32.SafeHandles;

namespace Covenant.Silo.Terminal;

/// <summary>Standard output as bytes, in such a way that a reader who went away is noticed.</summary>
internal static class StandardOutput
{
    private const int UnixDescriptor = 1;

    private const int UnixBrokenPipe = 32;

    private const int WindowsNoData = unchecked((int)0x800700E8);

    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);

    public static void WriteLine(string line) => Console.Out.WriteLine(Shown.Text(line));

    /// <summary>The console's own stream is silent about a broken pipe; a file's stream would write at positions of its own, over what others
    /// append to the same file. So a pipe is opened as a file, and a file as the console.</summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var pipe = new FileStream(new SafeFileHandle(UnixDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    public static bool IsBrokenPipe(IOException broken) => broken.HResult is UnixBrokenPipe or WindowsNoData or WindowsBrokenPipe;
}
