using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Covenant.Contracts.Events;

namespace Covenant.Tests.Architecture;

public sealed class LayeringTests
{
    [Theory]
    [InlineData("Covenant.Contracts.dll", new string[0])]
    [InlineData("Covenant.Grains.dll", new[] { "Covenant.Contracts" })]
    [InlineData("covenant.dll", new[] { "Covenant.Contracts", "Covenant.Grains" })]
    [InlineData("covenant-load.dll", new[] { "Covenant.Contracts" })]
    public void An_assembly_refers_inward_only(string file, string[] allowed)
    {
        using var assembly = new PEReader(File.OpenRead(PathOf(file)));
        var metadata = assembly.GetMetadataReader();
        var ours = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("covenant", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(ours.Except(allowed));
    }

    [Theory]
    [InlineData("Covenant.Contracts.dll", "Confluent.Kafka")]
    [InlineData("Covenant.Contracts.dll", "Orleans.Runtime")]
    [InlineData("Covenant.Grains.dll", "Confluent.Kafka")]
    [InlineData("covenant-load.dll", "Orleans.Runtime")]
    public void An_assembly_does_without(string file, string unwanted)
    {
        using var assembly = new PEReader(File.OpenRead(PathOf(file)));
        var metadata = assembly.GetMetadataReader();
        Assert.DoesNotContain(unwanted, metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));
    }

    internal static string PathOf(string file) => Path.Combine(Path.GetDirectoryName(typeof(DataUseEvent).Assembly.Location)!, file);
}
