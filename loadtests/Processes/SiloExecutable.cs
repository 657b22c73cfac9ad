namespace Covenant.LoadTests.Processes;

/// <summary>Where the built <c>covenant</c> is: beside this program, or in the silo's own output of the same build.</summary>
public static class SiloExecutable
{
    private const string File = "covenant.dll";

    public static string? Find()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, File);
        if (System.IO.File.Exists(beside))
        {
            return beside;
        }

        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var built = RepositoryFolder.Find() is { } repository ? Path.Combine(repository, "silo", "bin", output.Parent!.Name, output.Name, File) : null;
        return System.IO.File.Exists(built) ? built : null;
    }
}
