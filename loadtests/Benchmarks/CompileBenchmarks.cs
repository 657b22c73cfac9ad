using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>Compiling one institution's agreement, as a silo does for each change.</summary>
[MemoryDiagnoser]
public class CompileBenchmarks
{
    private readonly IReadOnlyList<Agreement> _usual = BenchAgreements.Read(BenchAgreements.Usual);
    private readonly IReadOnlyList<Agreement> _large = BenchAgreements.Read(BenchAgreements.Among(200));

    [Benchmark(Baseline = true)]
    public AgreementBook FourClauses() => AgreementBook.Compile(_usual);

    [Benchmark]
    public AgreementBook TwoHundredClauses() => AgreementBook.Compile(_large);
}
