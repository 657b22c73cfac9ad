using Covenant.Contracts.Events;

namespace Covenant.Tests.Architecture;

/// <summary>Numbers of contracts' enums are stored and sent. A member may join; none may move or leave.</summary>
public sealed class WireEnumTests
{
    [Fact]
    public void Enums_of_contracts_are_as_the_snapshot_has_them()
    {
        var snapshot = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "tests", "Architecture", "wire-enums.txt"));

        Assert.Equal(snapshot, Members());
    }

    [Fact]
    public void Every_member_of_a_contracts_enum_has_its_number_written_out()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "contracts"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var written = Enums().SelectMany(type => Enum.GetNames(type).Select(name => (type, name)))
            .Where(member => !sources.Any(source => source.Contains($"enum {member.type.Name}", StringComparison.Ordinal)
                && source.Contains($"{member.name} = ", StringComparison.Ordinal)));
        Assert.Empty(written.Select(member => $"{member.type.Name}.{member.name}"));
    }

    private static IEnumerable<Type> Enums() =>
        typeof(DataUseEvent).Assembly.GetExportedTypes().Where(type => type.IsEnum).OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static IEnumerable<string> Members() => Enums().SelectMany(type =>
        Enum.GetValues(type).Cast<object>().Select(value => $"{type.FullName}.{value} = {Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)}"));
}
