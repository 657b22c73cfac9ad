namespace Covenant.LoadTests.Processes;

/// <summary>The folder that holds <c>Orleans.sln</c>, where this program runs from within it.</summary>
internal static class RepositoryFolder
{
    public static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
