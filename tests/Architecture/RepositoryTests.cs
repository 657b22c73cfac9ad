using System.Text.RegularExpressions;

namespace Covenant.Tests.Architecture;

public sealed partial class RepositoryTests
{
    private static readonly string[] Projects = ["contracts", "grains", "silo", "loadtests", "tests"];

    [Fact]
    public void No_source_file_has_more_than_300_lines() =>
        Assert.Empty(Sources().Select(path => (Name: Relative(path), Lines: File.ReadLines(path).Count())).Where(file => file.Lines > 300).Select(file => $"{file.Name}: {file.Lines}"));

    [Fact]
    public void Folders_are_named_by_feature()
    {
        string[] unwanted = ["Helpers", "Utils", "Managers", "Common", "Misc"];
        Assert.DoesNotContain(Sources().Select(Relative), path => path.Split('/').Any(part => unwanted.Contains(part, StringComparer.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("contracts")]
    [InlineData("grains")]
    [InlineData("silo")]
    [InlineData("loadtests")]
    [InlineData("tests")]
    public void Every_folder_says_what_it_owns(string folder) => Assert.True(File.Exists(Path.Combine(RepositoryRoot.Path, folder, "README.md")), $"{folder}/README.md is missing");

    // `\d` takes the digits of every script, which no parser of numbers does; `\w` takes every letter; and `$` takes a line's end more than was asked for.
    [Fact]
    public void No_pattern_takes_more_than_the_parser_behind_it() =>
        Assert.Empty(Sources().Where(path => Relative(path).Split('/')[0] is "contracts" or "grains" or "silo")
            .SelectMany(path => GeneratedPattern().Matches(File.ReadAllText(path)).Select(match => (Name: Relative(path), Pattern: match.Groups["pattern"].Value)))
            .Where(one => LooseParts().IsMatch(one.Pattern)).Select(one => $"{one.Name}: {one.Pattern}"));

    [GeneratedRegex("GeneratedRegex\\(\\s*@?\"(?<pattern>[^\"]*)\"")]
    private static partial Regex GeneratedPattern();

    [GeneratedRegex(@"\\[dDwWb]|\$")]
    private static partial Regex LooseParts();

    private static IEnumerable<string> Sources() =>
        Projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, project), "*.cs", SearchOption.AllDirectories))
            .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj" or "node_modules"));

    private static string Relative(string path) => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/');
}
