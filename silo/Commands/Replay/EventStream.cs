namespace Covenant.Silo.Commands.Replay;

/// <summary>Opens a file of events, or standard input.</summary>
internal static class EventStream
{
    /// <exception cref="CommandException">It is not there, or cannot be read.</exception>
    public static Stream Open(string file)
    {
        if (file == ReplaySettings.StandardInput)
        {
            return Console.OpenStandardInput();
        }

        if (Directory.Exists(file))
        {
            throw CommandException.Usage($"`{file}` is a folder; name a file");
        }

        if (!File.Exists(file))
        {
            throw CommandException.Usage($"there is no file `{file}`");
        }

        try
        {
            return new FileStream(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite });
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw CommandException.Usage($"cannot read `{file}`: it is not a readable file");
        }
    }
}
