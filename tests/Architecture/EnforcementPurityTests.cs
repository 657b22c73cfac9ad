using System.Reflection;

namespace Covenant.Tests.Architecture;

/// <summary>The core comes to the same verdicts from the same agreement, state and event, whenever and wherever it runs.</summary>
public sealed class EnforcementPurityTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Namespaces =
    [
        "Orleans", "Confluent", "System.Threading.Tasks", "System.Net", "System.IO.File", "Microsoft.Extensions", "System.Diagnostics.Stopwatch",
        "System.TimeProvider", "System.Random", "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Thread", "System.Threading.Timer",
    ];

    private static readonly string[] Clocks =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
    ];

    [Fact]
    public void The_core_knows_no_Orleans_Kafka_task_clock_logger_or_chance()
    {
        var core = Assembly.LoadFrom(LayeringTests.PathOf("Covenant.Grains.dll")).GetTypes()
            .Where(type => type.Namespace?.StartsWith("Covenant.Grains.Enforcement", StringComparison.Ordinal) == true && !IsGenerated(type)).ToList();
        Assert.NotEmpty(core);

        Assert.Empty(core.SelectMany(Offences).Distinct().Order());
    }

    [Fact]
    public void The_test_finds_a_clock_and_a_task() =>
        Assert.Equal(
            ["ReadsTheClock -> System.TimeProvider.GetUtcNow", "ReadsTheClock -> System.TimeProvider.get_System", "Waits -> System.Threading.Tasks.Task.get_CompletedTask"],
            Offences(typeof(Impure)).Distinct().Select(offence => offence[$"{typeof(Impure)}.".Length..]).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Offences(Type type)
    {
        foreach (var field in type.GetFields(All))
        {
            foreach (var offence in Unwanted(field.FieldType))
            {
                yield return $"{type}.{field.Name} -> {offence}";
            }
        }

        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            var signature = method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void));
            foreach (var offence in signature.SelectMany(Unwanted).Concat(Instructions.CalledBy(method).SelectMany(Unwanted)))
            {
                yield return $"{type}.{method.Name} -> {offence}";
            }
        }
    }

    private static IEnumerable<string> Unwanted(MemberInfo member)
    {
        var name = member is Type type ? Name(type) : $"{Name(member.DeclaringType!)}.{member.Name}";
        return Namespaces.Any(space => name.StartsWith(space, StringComparison.Ordinal)) || Clocks.Contains(name) ? [name] : [];
    }

    private static string Name(Type type) => type.FullName ?? type.Name;

    // Orleans generates serializers beside the types that it carries; they are not the core's.
    private static bool IsGenerated(Type type) => type.Namespace!.StartsWith("OrleansCodeGen", StringComparison.Ordinal);

    private static class Impure
    {
        public static long ReadsTheClock() => TimeProvider.System.GetUtcNow().Ticks;

        public static void Waits() => _ = Task.CompletedTask;
    }
}
