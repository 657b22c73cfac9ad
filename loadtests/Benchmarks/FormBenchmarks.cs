using BenchmarkDotNet.Attributes;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>Judging one touch by one clause that takes it, form by form.</summary>
[MemoryDiagnoser]
public class FormBenchmarks
{
    private readonly CustomerRun _nothing = new("  - { id: c, prohibit: dpv:Share }");
    private readonly CustomerRun _permit = new("  - { id: c, permit: { purposes: dpv:CustomerCare } }");
    private readonly CustomerRun _prohibit = new("  - { id: c, prohibit: { operation: dpv:Use, actor: nobody } }");
    private readonly CustomerRun _violated = new("  - { id: c, prohibit: dpv:Use }");
    private readonly CustomerRun _since = new("  - { id: c, prohibit: dpv:Use, while: { since: { start: dpv:Erase, end: dpv:Use }, match: [conversation] } }");
    private readonly CustomerRun _sliding = new("  - { id: c, limit: { when: dpv:Use, count: 1000000, sliding: PT1H } }");
    private readonly CustomerRun _fixed = new("  - { id: c, limit: { when: dpv:Use, count: 1000000, fixed: PT1H } }");
    private readonly CustomerRun _distinct = new("  - { id: c, limit: { when: dpv:Use, distinct: actor, max: 1000000, sliding: PT1H } }");
    private readonly CustomerRun _oblige = new("  - { id: c, oblige: { after: dpv:Use, do: dpv:Use, within: PT1H } }");

    [Benchmark(Baseline = true, OperationsPerInvoke = CustomerRun.Events)]
    public int Nothing() => _nothing.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int Permit() => _permit.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int Prohibit() => _prohibit.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int ProhibitThatIsViolated() => _violated.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int Since() => _since.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int LimitSliding() => _sliding.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int LimitFixed() => _fixed.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int LimitDistinct() => _distinct.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int Oblige() => _oblige.Judge();
}
