using System.Reflection;
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
    [InlineData("covenant-load.dll", new[] { "Covenant.Contracts", "Covenant.Grains" })]
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
    public void An_assembly_does_without(string file, string unwanted)
    {
        using var assembly = new PEReader(File.OpenRead(PathOf(file)));
        var metadata = assembly.GetMetadataReader();
        Assert.DoesNotContain(unwanted, metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));
    }

    /// <summary>What checks the judge must not be made of it.</summary>
    [Fact]
    public void Only_the_benchmarks_of_the_load_tools_call_the_grains()
    {
        var types = Assembly.LoadFrom(PathOf("covenant-load.dll")).GetTypes();
        Assert.Contains(types, type => IsBenchmark(type) && CallsGrains(type));
        Assert.DoesNotContain(types, type => !IsBenchmark(type) && CallsGrains(type));
    }

    private static bool IsBenchmark(Type type) => type.Namespace == "Covenant.LoadTests.Benchmarks";

    private static bool CallsGrains(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).ToList();
        return type.GetFields(All).Select(field => field.FieldType)
            .Concat(methods.SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void))))
            .Concat(methods.SelectMany(Instructions.CalledBy).Select(member => member as Type ?? member.DeclaringType!))
            .Any(used => used.FullName?.Contains("Covenant.Grains", StringComparison.Ordinal) == true);
    }

    internal static string PathOf(string file) => Path.Combine(Path.GetDirectoryName(typeof(DataUseEvent).Assembly.Location)!, file);
}
