using BenchmarkDotNet.Attributes;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>Judging one touch by agreements of more and more clauses, of which two can match it.</summary>
[MemoryDiagnoser]
public class ClauseBenchmarks
{
    private readonly CustomerRun _two = new(BenchAgreements.Among(2));
    private readonly CustomerRun _ten = new(BenchAgreements.Among(10));
    private readonly CustomerRun _fifty = new(BenchAgreements.Among(50));
    private readonly CustomerRun _twoHundred = new(BenchAgreements.Among(200));

    [Benchmark(Baseline = true, OperationsPerInvoke = CustomerRun.Events)]
    public int TwoClauses() => _two.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int TenClauses() => _ten.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int FiftyClauses() => _fifty.Judge();

    [Benchmark(OperationsPerInvoke = CustomerRun.Events)]
    public int TwoHundredClauses() => _twoHundred.Judge();
}
