using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>Writing and reading the state of a customer in the middle of a conversation.</summary>
[MemoryDiagnoser]
public class StateBenchmarks
{
    private const int Events = 55;

    private readonly Policy _policy = BenchAgreements.Policy(BenchAgreements.Usual);
    private readonly StateWriter _writer = new();
    private readonly CustomerState _customer = new();
    private byte[] _stored = [];

    [GlobalSetup]
    public void Judge()
    {
        var verdicts = new Verdicts();
        foreach (var e in BenchEvents.Decoded(Events, customers: 1))
        {
            _customer.Apply(_policy, e, new StreamPosition("stream", 0, 0), e.Time, e.Time, verdicts);
        }

        _stored = _customer.Encode();
    }

    [Benchmark(Baseline = true)]
    public int Write()
    {
        _writer.Reset();
        _customer.Encode(_writer);
        return _writer.Written.Length;
    }

    [Benchmark]
    public byte[] WriteToAnArrayOfItsOwn() => _customer.Encode();

    [Benchmark]
    public CustomerState Read() => CustomerState.Decode(_stored, _policy);
}
